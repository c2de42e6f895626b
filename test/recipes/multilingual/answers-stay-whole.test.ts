import { expect, test } from 'vitest';
import { Rejection } from '../../../activities/engine/rows/outcome.ts';
import { wholeAnswer } from '../../../activities/recipes/multilingual/whole-answer.ts';

test('an answer of many sentences is one response, the very characters of its text', () => {
  const answer = 'Sí 👨‍👩‍👧. '.repeat(50).trim();
  const text = ` \n${answer}\n\n`;
  const kept = wholeAnswer(text, 4000);
  expect(kept).toEqual({
    text: '',
    response: answer,
    fragment_start: 2,
    fragment_end: 2 + Array.from(answer).length,
  });
});

test('one that is too long is rejected with its length, since its parts would be no answers', () => {
  expect(wholeAnswer('😀'.repeat(11), 10)).toEqual(new Rejection('too long', '11 > 10', null));
  expect(wholeAnswer('😀'.repeat(10), 10)).not.toBeInstanceOf(Rejection);
});

test('one of white space alone is no text', () => {
  expect(wholeAnswer(' \n', 10)).toEqual(new Rejection('no text', null, null));
});
