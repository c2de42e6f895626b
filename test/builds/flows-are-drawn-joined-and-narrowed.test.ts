import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outlineKey } from '../../activities/engine/tables/keys.ts';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import {
  DatasetSchema,
  TableRefSchema,
  TableSummarySchema,
  type TableRef,
} from '../../schemas/build/task.ts';
import { DatasetManifestSchema } from '../../schemas/dataset/manifest.ts';
import { TableOutlineSchema } from '../../schemas/table/table.ts';
import { rowPaths } from '../tables/stored-table.ts';
import { serveWorkflows } from './custom-workflows.ts';
import { openFoundry, type Foundry } from './foundry.ts';

function configOf({ store, standin }: Foundry, files: string[]): unknown {
  return recipeOf('generate').schema.parse({
    recipe: 'generate',
    name: 'answers',
    store,
    endpoints: { default: { urls: [standin.baseUrl] } },
    table: { files },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { column: 'q' },
    sharding: { rows: 25 },
  });
}

async function rowsIn(store: string, table: TableRef) {
  const { columns } = TableOutlineSchema.parse(
    JSON.parse(await readFile(join(store, outlineKey(table)), 'utf8')),
  );
  const shards = await Promise.all((await rowPaths(store, table)).map((path) => readRows(path, columns)));
  return { names: columns.map(({ name }) => name), rows: shards.flat() };
}

test('rows from nothing have ids that a larger number of them keeps', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const taskQueue = await serveWorkflows(foundry, './shaping-workflow.ts');
  const file = await foundry.writeLines('q.jsonl', [{ q: 'Why?' }]);
  const drawn = async (rows: number) => {
    const args = [configOf(foundry, [file]), rows];
    const table = await foundry.client.workflow.execute('draws', {
      workflowId: `d-${rows}`,
      taskQueue,
      args,
    });
    return rowsIn(foundry.store, TableRefSchema.parse(table));
  };
  const few = (await drawn(40)).rows;
  const many = (await drawn(100)).rows;
  expect([few.length, many.length]).toEqual([40, 100]);
  const numbers = new Map(many.map((row) => [row['id'], row['draw']]));
  expect(numbers.size).toBe(100);
  for (const { id, draw } of few) expect(numbers.get(id)).toBe(draw);
  expect(few.map(({ draw }) => Number(draw)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, at) => at),
  );
});

test('columns that are left out are in no later table, and joined rows keep their ids where they can', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const taskQueue = await serveWorkflows(foundry, './shaping-workflow.ts');
  const asked = Array.from({ length: 50 }, (_, at) => ({ q: `Question ${at}?` }));
  const file = await foundry.writeLines('q.jsonl', asked);
  const args = [configOf(foundry, [file])];
  const tables = TableSummarySchema.array().parse(
    await foundry.client.workflow.execute('joins', { workflowId: 'joins', taskQueue, args }),
  );
  const read = async (stage: string, out: number) => {
    const made = tables.find(({ table, counts }) => table.stage === stage && counts.out === out);
    if (made === undefined) throw new Error(`no table of ${stage} with ${out} rows`);
    return rowsIn(foundry.store, made.table);
  };
  expect(tables.filter(({ counts }) => counts.in !== 50)).toEqual([]);
  const answered = await read('answer', 50);
  const [narrow, wide] = [await read('sample', 30), await read('sample', 20)];
  const [union, last] = [await read('union', 50), await read('sample', 40)];
  expect(answered.names).toContain('fields');
  expect(narrow.names).toEqual(answered.names.filter((name) => name !== 'fields'));
  const common = narrow.names.filter((name) => name !== 'response_tokens');
  expect(union.names).toEqual(common);
  expect(last.names).toEqual(common.filter((name) => name !== 'instruction'));
  // The smaller sample is a part of the larger one: its rows come first, and keep their ids.
  const ids = new Set(union.rows.map(({ id }) => id));
  expect(ids.size).toBe(50);
  for (const { id } of wide.rows) expect([ids.has(id), ids.has(`${String(id)}-u2`)]).toEqual([true, true]);
});

test('what is published at once leaves the columns out of the dataset, but for tokens, which it counts itself', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const taskQueue = await serveWorkflows(foundry, './shaping-workflow.ts');
  const file = await foundry.writeLines('q.jsonl', [{ q: 'Why?' }, { q: 'How?' }]);
  const args = [configOf(foundry, [file])];
  const options = { workflowId: 'publishes', taskQueue, args };
  const dataset = DatasetSchema.parse(await foundry.client.workflow.execute('publishes', options));
  const manifest = DatasetManifestSchema.parse(
    JSON.parse(await readFile(join(dataset.location, 'manifest.json'), 'utf8')),
  );
  const names = manifest.columns.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['id', 'instruction', 'response', 'instruction_tokens']));
  expect(names).not.toContain('fields');
});
