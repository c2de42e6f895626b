import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { parseCompatible } from '../../../activities/recipes/fine-instructions/parse-compatible.ts';

test.each([
  ['It says so in the second paragraph.\nCompatible: yes', true],
  ['**Compatible:** No', false],
  ['Compatible: yes, if at all.\nCompatible: no', false],
  ['Compatible: no\n\nWith dates in it the two would be compatible: yes.', false],
  ['Yes.', true],
  ['no\nThe document lacks the dates.', false],
])('%j is %s', (answer, verdict) => {
  expect(parseCompatible(answer)).toBe(verdict);
});

test.each([
  ['', 'empty answer'],
  ['They are compatible.', 'no verdict'],
  ['Compatible: yes/no', 'no verdict'],
  ['Compatible: yes or no', 'no verdict'],
  ['There is no answer, yes.', 'no verdict'],
])('%j cannot be used: %s', (answer, reason) => {
  expect(parseCompatible(answer)).toEqual(new Unusable(reason));
});
