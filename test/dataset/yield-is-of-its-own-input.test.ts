import { expect, test } from 'vitest';
import { inputRows } from '../../activities/dataset/report/input-rows.ts';

function table(digest: string, rows: number, ...inputs: string[]) {
  return {
    table: { digest, stage: 'any', shards: 1 },
    inputs: inputs.map((input) => ({ digest: input, stage: 'any' })),
    counts: { in: rows, out: rows, rejected: 0, expanded: 0 },
  };
}

test('a yield is told of the rows that the dataset was made from, not of the whole build', () => {
  const queries = [table('queries', 300), table('templates', 200, 'queries')];
  const documents = table('documents', 500);
  const pairs = table('pairs', 900, 'documents');
  expect(inputRows(pairs, [...queries, documents, pairs])).toBe(500);
  expect(inputRows(undefined, [])).toBe(0);
});

test('of several imports all rows count', () => {
  const tables = [table('a', 10), table('b', 20), table('both', 25, 'a', 'b'), table('end', 5, 'both')];
  expect(inputRows(tables.at(-1), tables)).toBe(30);
});
