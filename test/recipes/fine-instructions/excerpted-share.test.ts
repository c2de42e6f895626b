import { expect, test } from 'vitest';
import { excerptedShare } from '../../../activities/recipes/fine-instructions/excerpted-share.ts';
import { inCodePoints } from '../../../activities/recipes/fine-instructions/code-points.ts';
import { expanded } from './documents.ts';

test('counts what came from tags, not what happens to stand in the document too', () => {
  const answer = expanded('one two <excerpt>three four</excerpt>', 'one two three four five');
  expect(answer.text).toBe('one two three four');
  expect(answer.excerptedCharacters).toBe(10);
  expect(excerptedShare(answer)).toBe(10 / 18);
});

test('counts tokens where it is given a counter', () => {
  const words = (text: string) => text.match(/\w+/g)?.length ?? 0;
  const answer = expanded(
    'So: <excerpt>three<...>five</excerpt> and <excerpt>six</excerpt>',
    'three four five six',
  );
  expect(excerptedShare(answer, words)).toBe(4 / 6);
});

test('counts code points, as the spans of the dataset do', () => {
  const answer = expanded('abcd <excerpt>😀😀😀😀😀</excerpt>', '😀😀😀😀😀 and more');
  expect(answer.excerptedCharacters).toBe(5);
  expect(excerptedShare(answer)).toBe(0.5);
});

test('is 1 for excerpts alone and 0 without', () => {
  expect(excerptedShare(expanded('<excerpt>a b</excerpt>', 'a b'))).toBe(1);
  expect(excerptedShare(expanded('a b', 'a b'))).toBe(0);
  expect(excerptedShare({ text: '', spans: [] })).toBe(0);
});

test('offsets can be told in code points', () => {
  const text = '😀a😀b';
  expect(inCodePoints(text, [5, 0, 2, 3, 6, 3])).toEqual([3, 0, 1, 2, 4, 2]);
  expect(Array.from(text)[1]).toBe(text.slice(2, 3));
});
