import { expect, test, vi } from 'vitest';
import { forEachOf, say } from './posting.ts';
import { documentNumber, recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';

const PROMPTS = 2000;
vi.setConfig({ testTimeout: 60_000 });
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five'];

/** The rating that a careful reader finds in an answer, if it holds one. */
function ratingIn(answer: string): number | undefined {
  const words = /rate this (\w+) out of five/.exec(answer)?.[1];
  if (words !== undefined) return WORDS.indexOf(words);
  const last = answer.trim().split('\n').at(-1) ?? '';
  const match = /^(?:\W*score:\W*)?(\d+)(?:(?:\/| out of )(\d+))?[>.*]*$/i.exec(last);
  if (!match) return undefined;
  const [rating, scale] = [Number(match[1]), Number(match[2] ?? 5)];
  return rating >= 1 && rating <= 5 && scale === 5 ? rating : undefined;
}

function scorePrompt(number: number): string {
  return recipePrompt('score', { instruction: `Explain point ${number}.`, response: documentNumber(number) });
}

async function shares(url: string): Promise<{ valid: number; fives: number; ratings: Set<number> }> {
  const ratings = await forEachOf(PROMPTS, async (number) =>
    ratingIn((await say(url, scorePrompt(number))).text),
  );
  const valid = ratings.filter((rating) => rating !== undefined);
  const fives = valid.filter((rating) => rating === 5);
  return { valid: valid.length / PROMPTS, fives: fives.length / PROMPTS, ratings: new Set(valid) };
}

test('88% of scores are valid and 14% are a 5 by default, and all levels occur', async () => {
  const { url } = await standinForTest();
  const { valid, fives, ratings } = await shares(url);
  expect(valid).toBeGreaterThan(0.85);
  expect(valid).toBeLessThan(0.91);
  expect(fives).toBeGreaterThan(0.11);
  expect(fives).toBeLessThan(0.17);
  expect([...ratings].sort()).toEqual([1, 2, 3, 4, 5]);
});

test('fiveShare moves the share of fives and mistakes: 0 makes every score valid', async () => {
  const { url } = await standinForTest({ fiveShare: 0.45, mistakes: 0 });
  const { valid, fives } = await shares(url);
  expect(valid).toBe(1);
  expect(fives).toBeGreaterThan(0.42);
  expect(fives).toBeLessThan(0.48);
});

test('asking again with another seed mends an unusable score and keeps a usable one', async () => {
  const { url } = await standinForTest();
  const ask = (number: number, seed: number) =>
    say(url, scorePrompt(number), { seed }).then(({ text }) => ratingIn(text));
  const perDocument = await forEachOf(60, (number) => forEachOf(6, (seed) => ask(number, seed)));
  for (const ratings of perDocument) {
    expect(new Set(ratings.filter((rating) => rating !== undefined)).size).toBe(1);
  }
  expect(perDocument.some((ratings) => ratings.includes(undefined))).toBe(true);
});
