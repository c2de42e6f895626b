import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import { parseScore, scoreReader } from '../../activities/recipes/common/parse-score.ts';
import { linear, slowdown } from '../slowdown.ts';

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
  ['Score: <4>', 4],
  ['**Score: 4**', 4],
  ['Score: [3]', 3],
  ['Score: $\\boxed{5}$', 5],
  ['Score: ４', 4],
  ['Ｓｃｏｒｅ：＜２＞', 2],
  ['４／５', 4],
  ['Score (1-5): 4', 4],
  ['Score (out of 5): 2', 2],
  ['{"score": 4}', 4],
  ['<score>4</score>', 4],
  ['A score of 5 means that nothing is missing, but much is.\nScore: 2', 2],
  ['Scores go from 1 to 5.\n\nScore: 3', 3],
  ['Score: 2\nto reach a score of 5 it would have to name sources.', 2],
  ['Score: 2\n\nTo reach a score of 5, it would have to name sources.', 2],
  ['Score: 2. To reach a score of 5 it would have to name sources.', 2],
  ['Score: 2 (a score of 5 needs sources)', 2],
  ['It misses a rating of 5 by far; its score is 4 in style.\n\nScore: 3', 3],
  ['I give this a score of 2. To reach a score of 5 it must name sources.', 2],
  ['It does not deserve a score of 5.\n**Final Score:** 3 / 5\n\nA score of 4 was near.', 3],
  ['Its first part alone has a score of 5.\n### Score: 2', 2],
  ['- **Score**: 4 out of 5', 4],
  ['> Score: **4**/5.', 4],
  ['Overall rating: 4 stars', 4],
  ['Score: 4 (good)', 4],
  ['Score: 4 - good, with one part missing', 4],
  ['Score - 4', 4],
  ['Score — 4', 4],
  ['Score:\n\n4', 4],
  ['**Score**\n4', 4],
  ['Score 4', 4],
  ['Score out of 5: 4', 4],
  ['{"score": 2, "reason": "to get a score of 5 it must name sources"}', 2],
  ['{\n  "reason": "a score of 5 is for more",\n  "score": 2\n}', 2],
  ['Score: 4,0', 4],
  ['Draft:\nScore: 4\n\nOn reflection:\nScore: 3', 3],
  ['No score is given lightly.\nScore: 3', 3],
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
  ['Score: <n>', 'no score'],
  ['Score: <6>', 'score out of range'],
  ['Score: ９', 'score out of range'],
  ['Score: 4/10', 'no score'],
  ['Score: four out of ten', 'no score'],
  ['Score: 1-5', 'no score'],
  ['It deserves a score of 4 or 5.', 'no score'],
  ['A score of 5 means that nothing is missing, but two parts are.', 'no score'],
  ['On a 5-point scale this is good.', 'no score'],
  ['No score given', 'no score'],
  ['No score given: it has 3 parts.', 'no score'],
  ['No score given. 4 of the parts are missing.', 'no score'],
  ['I cannot rate this; the instruction has 1 line.', 'no score'],
  ['Its style has a score of 4.\nScore: none', 'no score'],
  ['The score of 3 is near.\nScore: N/A', 'no score'],
  ['Score: not given, since 3 parts are missing', 'no score'],
  ['To reach a score of 5 it must name sources.', 'no score'],
  ['It would need more for that, and is not a score of 3.', 'no score'],
  ['A score of 4.\nScore: 6', 'score out of range'],
  ['A score of 4.\nScore: 4-5', 'no score'],
  ['A score of 4.\nScore: 3.5', 'score not whole'],
  ['Score: 4.5/5', 'score not whole'],
  ['Score: -3', 'score out of range'],
  ['Score:', 'no score'],
  ['A score of 5 requires sources.', 'no score'],
])('%j cannot be used: %s', (answer, reason) => {
  expect(parseScore(answer)).toEqual(new Unusable(reason));
});

test.each(['back-and-forth/prompts/score', 'multilingual/prompts/score', 'fine-instructions/prompts/judge'])(
  'no score is read from the rubric %s itself, nor from a part of it',
  async (name) => {
    const prompt = await readFile(new URL(`../../activities/recipes/${name}.md`, import.meta.url), 'utf8');
    const rubric = prompt.slice(prompt.indexOf('Rate the '));
    expect(parseScore(prompt)).toEqual(new Unusable('no score'));
    expect(parseScore(rubric)).toEqual(new Unusable('no score'));
    expect(parseScore(rubric.trim().replace('<n>', '<2>'))).toBe(2);
  },
);

test.each([
  ['spaces after the label', (length: number) => `Score${' '.repeat(length)}x`],
  ['spaces after a number', (length: number) => `4${' '.repeat(length)}\nx y`],
  ['digits', (length: number) => `score (${'5'.repeat(length)}`],
  ['empty lines', (length: number) => `Score:${'\n'.repeat(length)}x`],
  ['labels', (length: number) => 'Score: \n'.repeat(length / 8)],
  ['marks before a label', (length: number) => '> *'.repeat(length / 3)],
  ['words before a label', (length: number) => 'to get the '.repeat(length / 11)],
])('a long answer of %s is read in linear time', (_, made) => {
  expect(slowdown(made, 100_000, parseScore)).toBeLessThan(linear);
});

const ofTen = scoreReader(10);

test.each([
  ['It is right and complete.\n\nScore: 9', 9],
  ['**Score:** 10/10', 10],
  ['Score: 7 out of 10', 7],
  ['Score (1-10): 3', 3],
  ['I would give it an eight out of ten.', 8],
  ['Score: <10>', 10],
  ['Score: 4\n\nTo reach a score of 10 it would need sources.', 4],
])('of ten: %s', (answer, score) => {
  expect(ofTen(answer)).toBe(score);
});

test.each([
  ['Score: 11', 'score out of range'],
  ['Score: 0', 'score out of range'],
  ['Score: 4/5', 'no score'],
  ['Good work all in all.', 'no score'],
])('of ten, unusable: %s', (answer, reason) => {
  expect(ofTen(answer)).toEqual(new Unusable(reason));
});
