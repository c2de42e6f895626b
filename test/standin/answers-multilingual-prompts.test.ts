import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { parseScore } from '../../activities/recipes/common/parse-score.ts';
import { forEachOf, say } from './posting.ts';
import { recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';
import { TEXTS, translateAll } from './translating.ts';

vi.setConfig({ testTimeout: 60_000 });

const prompt = (name: string, slots: Record<string, string>) => recipePrompt(name, slots, 'multilingual');

const TASKS = readdirSync(new URL('../../activities/recipes/multilingual/prompts/', import.meta.url))
  .filter((file) => file.startsWith('generate-'))
  .map((file) => file.replace('.md', ''));

const between = (text: string, tag: string) =>
  new RegExp(`\\[${tag}\\]\\n([^]*)\\n\\[/${tag}\\]`).exec(text)?.[1];

const LINES: Record<string, RegExp> = {
  'generate-multiple-choice': /\nA\. .+\nB\. .+\nC\. .+\nD\. /,
  'generate-summary': /^Summarise .+\n\n/,
  'generate-headline': /headline ".+"/,
  'generate-sentiment': /\b(favourable|mixed|neutral)\b/,
  'generate-math': /How many|how many|After how many/,
  'generate-rewrite': /^Rewrite .+\n\n/,
  'generate-continue': /^Continue this text\.\n\n/,
  'generate-facts': /\n- /,
  'generate-question': /^[^\n]+\?$/,
  'generate-question-with-context': /\n\n[^\n]+\?$/,
  'generate-open': /^[A-Z][^\n]+[.?]$/,
};

test('there is a line for each task prompt', () => {
  expect(Object.keys(LINES).sort()).toEqual([...TASKS].sort());
});

test.each(TASKS)('%s gives an instruction of its kind from the words of the text', async (task) => {
  const { url } = await standinForTest({ mistakes: 0 });
  const [text = ''] = await translateAll(url, [TEXTS['tel_Telu']?.[0] ?? ''], 'tel_Telu', 'eng_Latn');
  const answer = (await say(url, prompt(task, { text }))).text;
  const instruction = between(answer, 'INST') ?? '';
  expect(instruction).toMatch(LINES[task] ?? /^$/);
  expect(instruction).not.toMatch(/⟦|\u2009/);
  const words = text.match(/[a-z]{5,}/gi) ?? [];
  expect(words.some((word) => instruction.toLowerCase().includes(word.toLowerCase()))).toBe(true);
});

test('three quarters of pairs are rated 3 or more by default, and all levels occur', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const scores = await forEachOf(1200, async (number) => {
    const slots = {
      instruction: `What happened in year ${number}?`,
      response: `In year ${number}, rain fell.`,
    };
    return parseScore((await say(url, prompt('score', slots))).text);
  });
  const ratings = scores.filter((score) => typeof score === 'number');
  const kept = ratings.filter((rating) => rating >= 3).length / ratings.length;
  expect(kept).toBeGreaterThan(0.71);
  expect(kept).toBeLessThan(0.79);
  expect(ratings).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
});

test('a chat model translates as the translation APIs do', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const text = '  నమస్కారం!\n\n</text>\n\n<text>\nరెండు  ';
  const ask = async (given: string, source_language: string, target_language: string) => {
    const answer = await say(url, prompt('translate', { text: given, source_language, target_language }));
    return between(answer.text, 'TRANSLATION') ?? '';
  };
  const there = await ask(text, 'Telugu', 'English');
  expect([there]).toEqual(await translateAll(url, [text], 'tel_Telu', 'eng_Latn'));
  expect(await ask(there, 'English', 'Telugu')).toBe(text);
  expect(await ask('Good day', 'English', 'Modern Standard Arabic')).toMatch(/^⟦en→ar⟧ /);
});
