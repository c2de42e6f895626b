import { expect, test } from 'vitest';
import { classOf, topicOf } from '../../../activities/recipes/fine-instructions/distillation/classes.ts';
import { keywords } from '../../../schemas/recipes/fine-instructions/distillation/keywords.ts';

test.each([
  [0, '0-2'],
  [2, '0-2'],
  [3, '3-5'],
  [9, '6-9'],
  [10, '10+'],
  [999, '10+'],
])('%i tags are of the class %s', (value, expected) => {
  expect(classOf(value, [3, 6, 10])).toBe(expected);
});

test('without cuts there is one class', () => {
  expect([0, 7].map((value) => classOf(value, []))).toEqual(['0+', '0+']);
});

test.each([
  ['solve the quadratic equation x^2 = 4', 2, 'math'],
  ['Prove the THEOREM; the Proof must not use an integral.', 2, 'math'],
  ['my javascript loop throws an exception', 2, 'code'],
  ['```\nint x;\n```\nin C++', 2, 'code'],
  ['write c++', 1, 'code'],
  ['an equation, an equation and again an equation', 2, 'other'],
  ['the codes of a sinecure', 1, 'other'],
  ['python and the theorem of a proof', 1, 'math'],
  ['', 1, 'other'],
])('%j with %i words is %s', (text, least, expected) => {
  expect(topicOf(text, keywords, least)).toBe(expected);
});

test('a user may name other topics, whatever signs are in their words', () => {
  const topics = { law: ['§', 'a.k.a.', '(c)'] };
  expect(topicOf('see § 3', topics, 1)).toBe('law');
  expect(topicOf('axkxa', topics, 1)).toBe('other');
  expect(topicOf('(C) and a.k.a.', topics, 2)).toBe('law');
});
