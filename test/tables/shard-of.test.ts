import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import { maxShards, shardOf, shardOfSql } from '../../activities/parquet/shard-of.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { testFolder } from './rows.ts';

const at = testFolder();
const ids = [
  '',
  'a',
  'é😀',
  'a\0b',
  '\ufeffx',
  'x'.repeat(5_000),
  ...Array.from({ length: 2_000 }, (_, index) => createHash('sha256').update(String(index)).digest('hex')),
];

it.each([1, 2, 64, 4_096, maxShards])('SQL and JavaScript agree on %d shards', async (shards) => {
  await writeRows(
    at('ids.parquet'),
    columnsOf({ id: z.string() }),
    ids.map((id) => ({ id })),
  );
  const rows = await withDuckDB({ memoryLimit: '200MB', scratchDir: at(), threads: 1 }, (db) =>
    db.rows(`SELECT id, ${shardOfSql('id', shards)} AS shard FROM '${at('ids.parquet')}'`, {
      id: z.string(),
      shard: z.int(),
    }),
  );
  expect(rows).toEqual(ids.map((id) => ({ id, shard: shardOf(id, shards) })));
});

it('spreads ids evenly, and twice the shards split each shard in two', () => {
  const counts = new Map<number, number>();
  for (const id of ids) {
    const shard = shardOf(id, 16);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
    expect(Math.floor(shardOf(id, 32) / 2)).toBe(shard);
  }
  expect(counts.size).toBe(16);
  expect(Math.max(...counts.values())).toBeLessThan(200);
});

it.each([0, 3, -2, 1.5, maxShards * 2, NaN])('refuses %d shards', (shards) => {
  expect(() => shardOf('a', shards)).toThrow('shards must be a power of two');
});
