import { expect, test } from 'vitest';
import { allShipped } from './shipped.ts';

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

test('no shipped document has the id or the normalised text of another', async () => {
  const documents = await allShipped();
  expect(repeated(documents.map(({ id }) => id))).toEqual([]);
  const bodies = documents.map(({ text }) =>
    text
      .slice(text.indexOf('\n'))
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' '),
  );
  expect(repeated(bodies)).toEqual([]);
});
