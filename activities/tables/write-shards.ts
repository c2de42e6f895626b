import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Column } from '../../schemas/column.ts';
import type { DuckDB } from './duckdb.ts';
import { shardOfSql } from './shard-of.ts';
import { identifier, literal, parquetFormat } from './sql.ts';

export interface WrittenShard {
  readonly index: number;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Writes any query's result as `shards` Parquet files in `dir`, rows sorted by id, empty shards included. The result
 * must have all the columns, `id` among them. Sorted on disk: nothing but one shard and the session's memory limit
 * is ever held.
 */
export async function writeShards(
  db: DuckDB,
  query: string,
  columns: readonly Column[],
  shards: number,
  dir: string,
): Promise<WrittenShard[]> {
  await mkdir(dir, { recursive: true });
  const sorted = join(db.scratch, 'sorted.duckdb');
  await db.run(`ATTACH ${literal(sorted)} AS sorted`);
  try {
    await sortInto(db, query, columns, shards);
    const counts = await db.rows('SELECT shard, count(*) AS rows FROM sorted.t GROUP BY shard', {
      shard: z.int(),
      rows: z.int(),
    });
    const rowsOfShard = new Map(counts.map(({ shard, rows }) => [shard, rows]));
    const written: WrittenShard[] = [];
    for (let index = 0; index < shards; index += 1) {
      const path = join(dir, `${String(index).padStart(5, '0')}.parquet`);
      const rows = rowsOfShard.get(index) ?? 0;
      written.push({ index, path, rows, bytes: await copyShard(db, columns, index, path) });
    }
    return written;
  } finally {
    await db.run('DETACH sorted');
    await rm(sorted, { force: true });
  }
}

async function sortInto(
  db: DuckDB,
  query: string,
  columns: readonly Column[],
  shards: number,
): Promise<void> {
  const definitions = columns.map(
    ({ name, type, nullable }) => `${identifier(name)} ${type}${nullable ? '' : ' NOT NULL'}`,
  );
  await db.run(`CREATE TABLE sorted.t (${definitions.join(', ')}, shard INTEGER)`);
  await db.run(
    `INSERT INTO sorted.t SELECT ${namesOf(columns)}, ${shardOfSql('id', shards)} AS shard FROM (${query}) ORDER BY shard, id`,
  );
}

async function copyShard(
  db: DuckDB,
  columns: readonly Column[],
  shard: number,
  path: string,
): Promise<number> {
  await db.run(
    `COPY (SELECT ${namesOf(columns)} FROM sorted.t WHERE shard = ${shard} ORDER BY id) TO ${literal(path)} ${parquetFormat}`,
  );
  return (await stat(path)).size;
}

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => identifier(name)).join(', ');
}
