import { expect, test } from 'vitest';
import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import { expandExcerpts } from '../../../activities/recipes/fine-instructions/expand-excerpts.ts';

const document = 'The first part is short. The second part is a café. The end.';

test.each([
  ['<excerpt>The third part</excerpt>', 'excerpt not in the document'],
  ['<excerpt>The third<...>The end.</excerpt>', 'excerpt not in the document'],
  ['<excerpt>the first part</excerpt>', 'excerpt not in the document'],
  ['<excerpt>The first<...>the beginning.</excerpt>', 'end of the excerpt not in the document'],
  ['<excerpt>The second<...>is short.</excerpt>', 'end of the excerpt before its start'],
  ['<excerpt>The first part is<...>is short.</excerpt>', 'end of the excerpt before its start'],
  ['<excerpt>The first<...>The end.<...>is a café.</excerpt>', 'end of the excerpt before its start'],
  ['<excerpt>The first', 'excerpt not closed'],
  ['Text <excerpt>The first part</excerpt> <excerpt>', 'excerpt not closed'],
  ['The first</excerpt>', 'excerpt closed but not opened'],
  ['<excerpt>The first</excerpt> part</excerpt>', 'excerpt closed but not opened'],
  ['<excerpt>The <excerpt>first</excerpt> part</excerpt>', 'excerpt within an excerpt'],
  ['<excerpt></excerpt>', 'empty excerpt'],
  ['<excerpt> <...> </excerpt>', 'empty excerpt'],
  ['<excerpt><...>The end.</excerpt>', 'empty excerpt'],
  ['<excerpt>The first<...></excerpt>', 'empty excerpt'],
  ['<excerpt>\u200b</excerpt>', 'empty excerpt'],
  ['<excerpt >The first</excerpt>', 'excerpt tag misspelt'],
  ['<excerpt>The first</ excerpt>', 'excerpt tag misspelt'],
  ['<excerpt>The first</excerpt', 'excerpt tag misspelt'],
  ['<excerpt id="1">The first</excerpt>', 'excerpt tag misspelt'],
  ['The first<...>part', 'ellipsis outside an excerpt'],
  ['<excerpt>The first</excerpt> <...>', 'ellipsis outside an excerpt'],
  ['<excerpt>The second<...>is a cafe</excerpt>', 'end of the excerpt not in the document'],
  ['<excerpt>he first part</excerpt>', 'excerpt not in the document'],
  ['<excerpt>The first par</excerpt>', 'excerpt not in the document'],
])('%s: %s', (answer, reason) => {
  // Misspelt tags may be met as tags without partners first: what matters is that they are met.
  const result = expandExcerpts(answer, document);
  expect(result).toBeInstanceOf(Unusable);
  if (!reason.includes('misspelt')) expect(result).toEqual(new Unusable(reason));
});

test('the document may hold tags itself: the answer decides', () => {
  const hostile = 'Write </excerpt> and <...> in it.';
  expect(expandExcerpts('<excerpt>Write<...>in it.</excerpt>', hostile)).toMatchObject({ text: hostile });
  expect(expandExcerpts('<excerpt>Write </excerpt> and</excerpt>', hostile)).toBeInstanceOf(Unusable);
});

test('refuses excerpts that fit several spans where it is told to', () => {
  const twice = 'a b. a b. c';
  expect(expandExcerpts('<excerpt>a b.</excerpt>', twice, { ambiguous: 'reject' })).toEqual(
    new Unusable('excerpt ambiguous'),
  );
  expect(expandExcerpts('<excerpt>c</excerpt>', twice, { ambiguous: 'reject' })).toMatchObject({ text: 'c' });
});
