import { expect, test, vi } from 'vitest';
import { DEFAULT_RATES } from '../../infra/standin/mistakes.ts';
import { forEachOf, say } from './posting.ts';
import type { Said } from './posting.ts';
import { documentNumber, recipePrompt } from './recipe-prompts.ts';
import { standinForTest } from './starting.ts';

const PROMPTS = 2000;
vi.setConfig({ testTimeout: 60_000 });

const rewritePrompt = (number: number) =>
  recipePrompt('rewrite', { instruction: 'How does it work?', response: documentNumber(number) });
const backtranslatePrompt = (number: number) =>
  recipePrompt('backtranslate', { response: documentNumber(number) });

const refuses = ({ text }: Said) => /^(I'm sorry|I apologize|As an AI)/.test(text);
const isEmpty = ({ text }: Said) => text.trim() === '';
const isCut = ({ finishReason }: Said) => finishReason === 'length';
const chatters = ({ text }: Said) => /^(Sure|Of course|Certainly)/.test(text);

function shareOf(answers: Said[], has: (answer: Said) => boolean): number {
  return answers.filter(has).length / answers.length;
}

test('rewrites go wrong in each way about as often as stated', async () => {
  const { url } = await standinForTest();
  const answers = await forEachOf(PROMPTS, (number) => say(url, rewritePrompt(number)));
  const lacksClose = ({ text }: Said) => text.includes('[RES]') && !text.includes('[/RES]');
  const lacksBoth = (answer: Said) =>
    !/\[\/?RES\]/.test(answer.text) && !refuses(answer) && !isEmpty(answer) && !isCut(answer);
  const found = {
    missingClose: shareOf(answers, (answer) => lacksClose(answer) && !isCut(answer)),
    missingTags: shareOf(answers, lacksBoth),
    chatter: shareOf(answers, chatters),
    refusal: shareOf(answers, refuses),
    empty: shareOf(answers, isEmpty),
    cut: shareOf(answers, isCut),
  };
  for (const [mistake, share] of Object.entries(found)) {
    const stated = DEFAULT_RATES[mistake as keyof typeof found];
    expect(share, mistake).toBeGreaterThan(stated / 3);
    expect(share, mistake).toBeLessThan(stated * 2);
  }
});

test('a rate can be set alone, and others follow their defaults', async () => {
  const { url } = await standinForTest({ mistakes: { quotes: 0.5, prefix: 0.25, empty: 0 } });
  const answers = await forEachOf(800, (number) => say(url, backtranslatePrompt(number)));
  expect(shareOf(answers, ({ text }) => /^["“]/.test(text))).toBeCloseTo(0.5, 1);
  expect(shareOf(answers, ({ text }) => /^\W*(Instruction|Question|User):/.test(text))).toBeCloseTo(0.25, 1);
  expect(shareOf(answers, isEmpty)).toBe(0);
  expect(shareOf(answers, refuses)).toBeGreaterThan(0);
});

test('mistakes: 0 makes every answer right', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const rewrites = await forEachOf(400, (number) => say(url, rewritePrompt(number)));
  expect(shareOf(rewrites, ({ text }) => /^\[RES\]\n[^]+\n\[\/RES\]$/.test(text))).toBe(1);
  const instructions = await forEachOf(400, (number) => say(url, backtranslatePrompt(number)));
  expect(shareOf(instructions, ({ text }) => /^[A-Z][^\n"]*[.?]$/.test(text))).toBe(1);
});
