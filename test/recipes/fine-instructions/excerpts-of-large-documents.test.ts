import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { expandExcerpts } from '../../../activities/recipes/fine-instructions/expand-excerpts.ts';
import { SearchableDocument } from '../../../activities/recipes/fine-instructions/searchable-document.ts';
import { linear, slowdown } from '../../slowdown.ts';

const length = 32_000;
const filled = (text: string) => (wanted: number) => text.repeat(wanted / text.length);

test.each([
  ['plain text', filled('The quick brown fox — jumps. '), 'quick brown<...>never there'],
  ['one long word', filled('a'), 'a'.repeat(2000)],
  ['short words', filled('aa '), `a ${'aa '.repeat(600)}`],
  ['white space', (wanted: number) => `${filled(' \n')(wanted)}end`, 'x<...>end'],
  ['marks', (wanted: number) => `a${filled('\u0301\u0323')(wanted)} end`, 'a end'],
  ['angle brackets', filled('<'), '<<<...>x'],
  ['expansions', (wanted: number) => filled('\ufdfa')(wanted / 8), 'x'],
])('a document of %s is searched in linear time', (_, made, excerpt) => {
  const search = (text: string) =>
    expandExcerpts(`<excerpt>${excerpt}</excerpt>`, new SearchableDocument(text));
  expect(search(made(length))).toBeInstanceOf(Unusable);
  expect(slowdown(made, length, search)).toBeLessThan(linear);
});

test.each(['<', '< ', '<excerpt', '<..'])('a long answer of %s is read in linear time', (tags) => {
  expect(slowdown(filled(tags), 240_000, (answer) => expandExcerpts(answer, 'x'))).toBeLessThan(linear);
});
