import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { parseSafety } from '../../../activities/recipes/common/moderation/parse-safety.ts';

test.each([
  ['safe', []],
  ['\n\nSafe.', []],
  ['unsafe\nS1,S10', ['S1', 'S10']],
  ['unsafe', ['unsafe']],
  ['**unsafe**\nS9', ['S9']],
])('%j is %j', (answer, categories) => {
  expect(parseSafety(answer)).toEqual(categories);
});

test.each([
  ['', 'empty answer'],
  ['Safe to say that this tells how to hurt somebody.', 'no verdict'],
  ['Safe or unsafe?', 'no verdict'],
  ['safe\nunsafe\nS1', 'no verdict'],
  ['I cannot say.', 'no verdict'],
])('%j cannot be used: %s', (answer, reason) => {
  expect(parseSafety(answer)).toEqual(new Unusable(reason));
});
