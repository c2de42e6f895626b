import { expect, test } from 'vitest';
import { z } from 'zod';
import { columnsOf } from '../../schemas/table/column.ts';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { recordShape } from '../../schemas/table/record.ts';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { publish } from './published.ts';
import { writeTable } from './write-table.ts';

test('a table without documents, as generate makes it, is published with its fields', async () => {
  const finished = await finishedBuild({ rows: 1 });
  const tokens = { instruction_tokens: z.int(), response_tokens: z.int() };
  const pair = { instruction: 'Say hello', response: 'Hello', instruction_tokens: 2, response_tokens: 1 };
  const { summary } = await writeTable(finished.store, finished.options.scratchDir, {
    stage: 'answer',
    title: 'Answer',
    columns: columnsOf({ ...recordShape, ...pairShape, ...tokens }),
    rows: ['a', 'b', 'c'].map((id) => ({ id, fields: { question: nasty, n: 1 }, ...pair })),
    shards: 1,
    came: 3,
    inputs: [],
  });
  const input = { ...finished.input, table: summary.table, tables: [summary] };
  const { dataset, manifest, read } = await publish({ ...finished, input });
  expect(dataset).toMatchObject({ rows: 3, sample: [{ text: 'Say hello' }, { text: 'Hello' }] });
  expect(manifest.columns.find(({ name }) => name === 'fields')).toMatchObject({ json: true });
  expect(manifest.analysis.sources).toBeUndefined();
  expect(manifest.analysis.shares).toEqual([]);
  expect(manifest.analysis.scores).toEqual([]);
  expect(await read('report.html')).not.toContain('<img src');
});
