import { expect, test } from 'vitest';
import { forEachOf, say } from './posting.ts';
import { standinForTest } from './starting.ts';

const KILOBYTE = 'A tide table lists the hours of high and low water for a harbour. '
  .repeat(16)
  .slice(0, 1000);
const wordsIn = (text: string) => text.split(/\s+/).length;

test('a prompt of 1 KB gets an answer of 128 words by default', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const lengths = await forEachOf(50, async (number) =>
    wordsIn((await say(url, `${number} ${KILOBYTE}`)).text),
  );
  expect(new Set(lengths)).toEqual(new Set([128]));
});

test('max_tokens cuts the answer and says so; stop ends it before the sequence', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const cut = await say(url, KILOBYTE, { max_tokens: 26 });
  expect(cut).toMatchObject({ finishReason: 'length', completionTokens: 26 });
  expect(wordsIn(cut.text)).toBe(20);
  const stopped = await say(url, KILOBYTE, { stop: ['.'] });
  expect(stopped.finishReason).toBe('stop');
  expect(stopped.text).not.toContain('.');
});
