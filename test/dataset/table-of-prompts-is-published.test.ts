import { expect, test } from 'vitest';
import { columnsOf } from '../../schemas/table/column.ts';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { recordShape } from '../../schemas/table/record.ts';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { publish } from './published.ts';
import { writeTable } from './write-table.ts';

test('a table without documents or tokens is published with its fields, its tokens counted', async () => {
  const finished = await finishedBuild({ rows: 1 });
  const pair = { instruction: 'Say hello', response: 'Hello' };
  const { summary } = await writeTable(finished.store, finished.options.scratchDir, {
    stage: 'answer',
    title: 'Answer',
    columns: columnsOf({ ...recordShape, ...pairShape }),
    rows: ['a', 'b', 'c'].map((id) => ({ id, fields: { question: nasty, n: 1 }, ...pair })),
    shards: 1,
    came: 3,
    inputs: [],
  });
  const input = { ...finished.input, table: summary.table, tables: [summary] };
  const { dataset, manifest, read } = await publish({ ...finished, input });
  expect(dataset).toMatchObject({ rows: 3, sample: [{ text: 'Say hello' }, { text: 'Hello' }] });
  expect(manifest.analysis.lengths.filter(({ unit }) => unit === 'tokens')).toMatchObject([
    { column: 'instruction', mean: 2 },
    { column: 'response', mean: 1 },
  ]);
  expect(manifest.columns.find(({ name }) => name === 'fields')).toMatchObject({ json: true });
  expect(manifest.analysis.sources).toBeUndefined();
  expect(manifest.analysis.shares).toEqual([]);
  expect(manifest.analysis.scores).toEqual([]);
  expect(await read('report.html')).not.toContain('<img src');
});
