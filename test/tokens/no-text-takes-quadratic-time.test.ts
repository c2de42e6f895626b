import { clearMergeCache } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { longestRun, segments } from '../../activities/tokens/segments.ts';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';
import { linear, slowdown } from '../slowdown.ts';

const length = 48_000;
const filled = (text: string) => (wanted: number) => text.repeat(wanted / text.length);
const letters = (wanted: number) =>
  Array.from({ length: wanted }, (_, index) =>
    String.fromCharCode(97 + ((index * index * 7 + index) % 26)),
  ).join('');

// Unsegmented, 200,000 spaces take the library half a minute.
test.each([
  ['one letter', filled('a'), 0.125],
  ['letters without a space', letters, 0.4],
  ['spaces', filled(' '), 0.005],
  ['blank lines', filled('\n \n'), 0.1],
  ['signs', filled('=!'), 0.4],
  ['digits', filled('7'), 0.333],
  ['halves of surrogate pairs', filled('\udc00'), 0.1],
])('a long text of %s is counted in linear time', async (_, made, tokensEach) => {
  const tokenizer = await openTokenizer({ kind: 'tiktoken', encoding: 'o200k_base' });
  expect(tokenizer.count(made(length))).toBeGreaterThanOrEqual(tokensEach * length * 0.6);
  const count = (text: string) => {
    // What was merged once is looked up the next time.
    clearMergeCache();
    tokenizer.count(text);
  };
  expect(slowdown(made, length, count)).toBeLessThan(linear);
});

test('segments are the text, cut neither inside a character nor in an ordinary word', () => {
  const text = `${'word '.repeat(20_000)}${'😀'.repeat(2000)} ${'b'.repeat(longestRun + 1)} end`;
  const cut = [...segments(text)];
  expect(cut.join('')).toBe(text);
  expect(cut.every((segment) => !/\p{Surrogate}/u.test(segment))).toBe(true);
  expect(cut[1]?.startsWith(' word')).toBe(true);
  expect([...segments('short text')]).toEqual(['short text']);
  expect([...segments('')]).toEqual([]);
});
