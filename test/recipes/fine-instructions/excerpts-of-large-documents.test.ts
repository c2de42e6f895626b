import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { expandExcerpts } from '../../../activities/recipes/fine-instructions/expand-excerpts.ts';
import { SearchableDocument } from '../../../activities/recipes/fine-instructions/searchable-document.ts';

const million = 1_000_000;

test.each([
  ['plain text', 'The quick brown fox — jumps. '.repeat(million / 29), 'quick brown<...>never there'],
  ['one long word', 'a'.repeat(million), 'a'.repeat(2000)],
  ['short words', 'aa '.repeat(million / 3), `a ${'aa '.repeat(600)}`],
  ['white space', `${' \n'.repeat(million / 2)}end`, 'x<...>end'],
  ['marks', `a${'\u0301\u0323'.repeat(million / 2)} end`, 'a end'],
  ['angle brackets', '<'.repeat(million), '<<<...>x'],
  ['expansions', '\ufdfa'.repeat(million / 18), 'x'],
])('a megabyte of %s is searched in linear time', (_, text, excerpt) => {
  const before = performance.now();
  const document = new SearchableDocument(text);
  const result = expandExcerpts(`<excerpt>${excerpt}</excerpt>`, document);
  expect(result).toBeInstanceOf(Unusable);
  // Quadratic time would be minutes; a busy machine may take a second for what takes a tenth.
  expect(performance.now() - before).toBeLessThan(5000);
});

test('long answers of odd tags are read in linear time', () => {
  const before = performance.now();
  for (const answer of [
    '<'.repeat(million),
    '< '.repeat(million / 2),
    '<excerpt'.repeat(million / 8),
    '<..'.repeat(million / 3),
  ])
    expandExcerpts(answer, 'x');
  expect(performance.now() - before).toBeLessThan(5000);
});
