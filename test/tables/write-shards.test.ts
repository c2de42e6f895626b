import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { DuckDB } from '../../activities/parquet/duckdb.ts';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import { QueryFailed } from '../../activities/parquet/query-failed.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { selectShards } from '../../activities/parquet/select-shards.ts';
import { shardOf } from '../../activities/parquet/shard-of.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { writeShards } from '../../activities/parquet/write-shards.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const shape = { id: z.string(), n: z.int(), note: z.string().nullable() };
const columns = columnsOf(shape);
const session = <T>(use: (db: DuckDB) => Promise<T>): Promise<T> =>
  withDuckDB({ memoryLimit: '200MB', scratchDir: at('scratch'), threads: 2 }, use);

it('puts every row into the shard of its id, sorted by id, empty shards included', async () => {
  const query = `SELECT i AS n, md5(i::VARCHAR) AS id, NULL AS note, 'extra' AS more FROM range(100) t(i)`;
  const shards = await session((db) => writeShards(db, query, columns, 256, at('sorted')));
  expect(shards).toHaveLength(256);
  const all: number[] = [];
  for (const { index, path, rows, bytes } of shards) {
    const read = await readTyped(path, shape);
    expect(read).toHaveLength(rows);
    expect(bytes).toBeGreaterThan(0);
    expect(read.map(({ id }) => shardOf(id, 256))).toEqual(read.map(() => index));
    expect(read.map(({ id }) => id)).toEqual(read.map(({ id }) => id).toSorted());
    all.push(...read.map(({ n }) => n));
  }
  expect(shards.some(({ rows }) => rows === 0)).toBe(true);
  expect(all.toSorted((l, r) => l - r)).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

it('shards much more than the memory limit, in two passes, and leaves nothing in scratch', async () => {
  const text = columnsOf({ id: z.string(), text: z.string() });
  // Text that does not compress, or one pass would do: 256 MB in 64 parts.
  const query = `SELECT md5(i::VARCHAR) AS id, array_to_string(list_transform(range(40), lambda j: sha256((i * 40 + j)::VARCHAR)), '') AS text FROM range(100000) t(i)`;
  const shards = await withDuckDB({ memoryLimit: '150MB', scratchDir: at('scratch'), threads: 2 }, (db) =>
    writeShards(db, query, text, 128, at('large')),
  );
  expect(shards.reduce((sum, { rows }) => sum + rows, 0)).toBe(100_000);
  for (const { index, path, rows } of shards.slice(62, 66)) {
    const ids = (await readTyped(path, { id: z.string() })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(rows);
    expect(ids.filter((id) => shardOf(id, 128) !== index)).toEqual([]);
  }
  expect(await readdir(at('scratch'))).toEqual([]);
});

it('runs a set stage over whole tables, twice in one session', async () => {
  const paths = [at('in-0.parquet'), at('in-1.parquet')];
  await writeRows(paths[0] ?? '', columns, [
    { id: 'a', n: 1, note: 'x' },
    { id: 'b', n: 2, note: null },
  ]);
  await writeRows(paths[1] ?? '', columns, [{ id: 'c', n: 3, note: 'z' }]);
  const selection = { inputs: [{ name: 'scored', columns, paths }], columns, shards: 1 };
  const [kept, rejected] = await session(async (db) => [
    await selectShards(db, { ...selection, query: 'SELECT * FROM scored WHERE n >= 2', dir: at('kept') }),
    await selectShards(db, { ...selection, query: 'SELECT * FROM scored WHERE n < 2', dir: at('rejected') }),
  ]);
  expect(await readTyped(kept[0]?.path ?? '', shape)).toEqual([
    { id: 'b', n: 2, note: null },
    { id: 'c', n: 3, note: 'z' },
  ]);
  expect(await readTyped(rejected[0]?.path ?? '', shape)).toEqual([{ id: 'a', n: 1, note: 'x' }]);
});

it.each([
  [`SELECT 'a' AS id, NULL AS n, NULL AS note`, 'column "n" is never null'],
  [`SELECT NULL AS id, 1 AS n, NULL AS note`, 'column "id" is never null'],
  [`SELECT 'a' AS id, 1 AS n`, '"note"'],
  [`SELECT 'a' AS id, 'x' AS n, NULL AS note`, 'x'],
  [`SELEC`, 'SELEC'],
])('refuses the result of %s', async (query, message) => {
  const write = session((db) => writeShards(db, query, columns, 2, at('refused')));
  await expect(write).rejects.toThrow(QueryFailed);
  await expect(write).rejects.toThrow(message);
});

it('clears a session away when it fails or is cancelled', async () => {
  await expect(session((db) => db.run('SELECT * FROM nothing'))).rejects.toThrow('nothing');
  const cancel = new AbortController();
  const running = withDuckDB(
    { memoryLimit: '200MB', scratchDir: at('scratch'), signal: cancel.signal, onDisk: true },
    async (db) => {
      expect(existsSync(db.scratch)).toBe(true);
      const query = db.run(
        'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3',
      );
      cancel.abort(new Error('cancelled by a test'));
      await query;
    },
  );
  await expect(running).rejects.toThrow('cancelled by a test');
  expect(await readdir(at('scratch'))).toEqual([]);
});
