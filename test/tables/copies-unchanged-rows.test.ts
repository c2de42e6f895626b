import { expect, it } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { onRowDatabase } from '../../activities/parquet/row-database.ts';
import { changedRows, createViews, placeOf } from '../../activities/parquet/unchanged-rows.ts';
import { writeCopies } from '../../activities/parquet/write-copies.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { rejectShape } from '../../schemas/table/table.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const inputs = columnsOf({ id: z.string(), text: z.string(), vector: z.array(z.float32()).nullable() });
const outputs = columnsOf({
  id: z.string(),
  text: z.string(),
  vector: z.array(z.float32()).nullable(),
  n: z.int(),
});
const rejects = columnsOf(rejectShape);

const row = (id: string, text = `text of ${id}`, vector: number[] | null = null) => ({ id, text, vector });
const dropped = (id: string, reason: string) => ({ id, stage: 's', reason, detail: null, raw: null });

interface Shard {
  readonly input: readonly ReturnType<typeof row>[];
  readonly output: readonly { id: string; n: number }[];
  readonly rejects?: readonly ReturnType<typeof dropped>[];
}

/** Ids of the rows that run; those run become one row with n = 100. Gives what is in the files afterwards. */
async function rebuild(name: string, before: Shard, now: readonly ReturnType<typeof row>[]) {
  const path = (what: string): string => at(`${name}-${what}.parquet`);
  await writeRows(path('before'), inputs, before.input);
  await writeRows(
    path('made'),
    outputs,
    before.output.map(({ id, n }) => ({ ...row(id), n })),
  );
  await writeRows(path('dropped'), rejects, before.rejects ?? []);
  await writeRows(path('now'), inputs, now);
  const earlier = {
    inputs: [path('before')],
    outputs: [path('made')],
    rejects: before.rejects === undefined ? [] : [path('dropped')],
    expanded: before.output.length > before.input.length - (before.rejects?.length ?? 0),
  };
  return onRowDatabase(async (connection) => {
    await createViews(connection, path('now'), inputs, earlier);
    const changed = await changedRows(connection, inputs, earlier, ['request failed']);
    const ran = changed.map((each) => ({ place: placeOf(each), rows: [{ ...each, n: 100 }] }));
    const files = { rows: path('rows'), rejects: path('rejects') };
    const copied = await writeCopies(connection, outputs, ran, files);
    return { ids: changed.map(({ id }) => id), copied, files };
  });
}

const single = (...ids: string[]) => ids.map((id, n) => ({ id, n }));

it('copies equal rows in the order of the input and runs the others', async () => {
  const before = { input: [row('a'), row('b', 'x', [1, 2]), row('c')], output: single('a', 'b', 'c') };
  const now = [row('0'), row('a'), row('b', 'x', [1, 3]), row('c')];
  const { ids, copied, files } = await rebuild('order', before, now);
  expect(ids).toEqual(['0', 'b']);
  expect(copied).toMatchObject({ rows: 2, out: 2, giving: 2, reasons: {} });
  const rows = await readRows(files.rows, outputs);
  expect(rows.map(({ id, n }) => [id, n])).toEqual([
    ['0', 100],
    ['a', 0],
    ['b', 100],
    ['c', 2],
  ]);
});

it('copies rejects, but tries those again whose request failed', async () => {
  const before = {
    input: [row('a'), row('b'), row('c')],
    output: single('a'),
    rejects: [dropped('b', 'no answer'), dropped('c', 'request failed')],
  };
  const { ids, copied, files } = await rebuild('rejects', before, before.input);
  expect(ids).toEqual(['c']);
  expect(copied).toMatchObject({ rows: 2, out: 1, giving: 1, reasons: { 'no answer': 1 } });
  expect(await readRows(files.rejects, rejects)).toEqual([dropped('b', 'no answer')]);
});

it('copies all rows that a row gave', async () => {
  const before = { input: [row('a'), row('b')], output: single('a', 'a-1', 'a-2', 'b') };
  const { ids, copied, files } = await rebuild('parts', before, [row('a'), row('ab'), row('b')]);
  expect(ids).toEqual(['ab']);
  expect(copied).toMatchObject({ rows: 2, out: 4, giving: 2 });
  const rows = await readRows(files.rows, outputs);
  expect(rows.map(({ id }) => id)).toEqual(['a', 'a-1', 'a-2', 'ab', 'b']);
});

it('runs rows whose ids do not tell which row they were made of', async () => {
  const before = { input: [row('a'), row('a-1'), row('b')], output: single('a', 'a-1', 'b', 'b-1') };
  const { ids } = await rebuild('doubtful', before, before.input);
  expect(ids).toEqual(['a', 'a-1']);
});

it('tells the parts of an earlier stage apart where no row gave several', async () => {
  const before = { input: [row('a'), row('a-1')], output: single('a', 'a-1') };
  const { ids, copied } = await rebuild('one-each', before, before.input);
  expect(ids).toEqual([]);
  expect(copied).toMatchObject({ rows: 2, out: 2, giving: 2 });
});

it('runs rows of which the earlier table has neither a row nor a reject', async () => {
  const before = { input: [row('a'), row('b')], output: single('a') };
  const { ids } = await rebuild('missing', before, before.input);
  expect(ids).toEqual(['b']);
});
