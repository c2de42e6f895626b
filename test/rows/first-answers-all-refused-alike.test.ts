import { expect, test } from 'vitest';
import { FirstAnswers } from '../../activities/engine/rows/first-answers.ts';
import { RequestRefused } from '../../activities/inference/index.ts';

const refusal = (status: number, kind: string, reason = 'no'): RequestRefused =>
  new RequestRefused({ endpoint: 'main', url: 'http://x/v1', status, kind, reason });

test('so many refused alike stop the build, with the words of the last', () => {
  const first = new FirstAnswers('judge', 3);
  first.refused(first.asks(), refusal(400, 'bad_request', 'row 1 of no use'));
  first.refused(first.asks(), refusal(400, 'bad_request', 'row 2 of no use'));
  expect(() => first.refused(first.asks(), refusal(400, 'bad_request', 'row 3 of no use'))).toThrow(
    /first 3 answers of role judge.*alike.*row 3 of no use.*rejects\.firstRefused/,
  );
});

test('an answer, or a refusal of another kind, shows that rows are refused for what they say', () => {
  for (const other of [
    (first: FirstAnswers) => first.answered(),
    (first: FirstAnswers) => first.refused(first.asks(), refusal(413, 'too_large')),
  ]) {
    const first = new FirstAnswers('judge', 2);
    first.refused(first.asks(), refusal(400, 'bad_request'));
    other(first);
    for (let row = 0; row < 20; row++) first.refused(first.asks(), refusal(400, 'bad_request'));
  }
});

test('refusals that come before the answers to earlier questions stop nothing', () => {
  const first = new FirstAnswers('writer', 2);
  const slow = first.asks();
  for (let row = 0; row < 20; row++) first.refused(first.asks(), refusal(403, 'flagged'));
  const later = first.asks();
  // Neither answered nor refused: what was asked after it decides.
  first.left(slow);
  expect(() => first.refused(later, refusal(403, 'flagged'))).toThrow('the first 21 answers');
});

test('the earliest of all decides when it is refused as well', () => {
  const first = new FirstAnswers('writer', 2);
  const slow = first.asks();
  first.refused(first.asks(), refusal(403, 'flagged'));
  first.asks();
  expect(() => first.refused(slow, refusal(403, 'flagged'))).toThrow('the first 2 answers');
});
