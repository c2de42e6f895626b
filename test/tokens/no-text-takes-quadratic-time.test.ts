import { expect, test } from 'vitest';
import { longestRun, segments } from '../../activities/tokens/segments.ts';
import { openTokenizer } from '../../activities/tokens/open-tokenizer.ts';

const megabyte = 1_000_000;
const letters = Array.from({ length: megabyte }, (_, index) =>
  String.fromCharCode(97 + ((index * index * 7 + index) % 26)),
);

// Unsegmented, a fifth of a megabyte of spaces takes the library half a minute: the test's time limit tells.
test.each([
  ['one letter', 'a'.repeat(megabyte), 125_000],
  ['letters without a space', letters.join(''), 400_000],
  ['spaces', ' '.repeat(megabyte), 5_000],
  ['blank lines', '\n \n'.repeat(megabyte / 3), 100_000],
  ['signs', '=!'.repeat(megabyte / 2), 400_000],
  ['digits', '7'.repeat(megabyte), 333_333],
  ['halves of surrogate pairs', '\udc00'.repeat(megabyte), 100_000],
])('a megabyte of %s', { timeout: 10_000 }, async (_, text, atLeast) => {
  const tokenizer = await openTokenizer({ kind: 'tiktoken', encoding: 'o200k_base' });
  expect(tokenizer.count(text)).toBeGreaterThanOrEqual(atLeast * 0.6);
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
