import { expect, test } from 'vitest';
import { Unusable } from '../../activities/rows/outcome.ts';
import { parseScore } from '../../activities/stages/parse-score.ts';

test.each([
  ['Score: 4', 4],
  ['Score: 4.', 4],
  ['score = 5', 5],
  ['**Score:** 3', 3],
  ['**Score**: 3/5', 3],
  ['4/5', 4],
  ['4 / 5', 4],
  ['5', 5],
  [' 2.\n', 2],
  ['(3)', 3],
  ['"4"', 4],
  ['Five', 5],
  ['four out of five', 4],
  ['I would rate this four out of five.', 4],
  ['Rating: 4 out of 5', 4],
  ['I would give it a 4.', 4],
  ['The answer is complete and direct.\nScore: 5', 5],
  ['Score: 3 would be too low, since it is direct.\nScore: 4', 4],
  ['It answers 3 of the 7 points.\nScore: 2', 2],
  ['4\nIt is good, but two of the 3 parts are missing.', 4],
  ['My rating is 1 because the text is an advertisement.', 1],
  ['The score would be 4', 4],
  ['Score: 4.0', 4],
])('%j is %i', (answer, score) => {
  expect(parseScore(answer)).toBe(score);
});

test.each([
  ['', 'empty answer'],
  ['The document answers the question well.', 'no score'],
  ['It has 3 parts and 2 of them are good.', 'no score'],
  ['Score: 7', 'score out of range'],
  ['Score: 0', 'score out of range'],
  ['Score: -1', 'score out of range'],
  ['Score: 10', 'score out of range'],
  ['Score: 45', 'score out of range'],
  ['Score: 3.5', 'score not whole'],
  ['8/10', 'no score'],
  ["I'm sorry, but I can't help with that.", 'no score'],
  ['Score: 90%', 'no score'],
])('%j cannot be used: %s', (answer, reason) => {
  expect(parseScore(answer)).toEqual(new Unusable(reason));
});
