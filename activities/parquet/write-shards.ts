import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Column } from '../../schemas/table/column.ts';
import type { DuckDB } from './duckdb.ts';
import { scatter } from './scatter.ts';
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
 * must have all the columns, `id` among them; null in a column that is not nullable is a `QueryFailed`. No more than
 * one shard is ever held, so it is one shard, not the table, that must fit the session's memory.
 */
export async function writeShards(
  db: DuckDB,
  query: string,
  columns: readonly Column[],
  shards: number,
  dir: string,
): Promise<WrittenShard[]> {
  await mkdir(dir, { recursive: true });
  const rows = `SELECT ${columns.map(checked).join(', ')}, ${shardOfSql('id', shards)} AS shard FROM (${query})`;
  const written: WrittenShard[] = [];
  for await (const { shard, from } of scatter(db, rows, shards)) {
    const path = join(dir, `${String(shard).padStart(5, '0')}.parquet`);
    const content =
      from === undefined ? emptyOf(columns) : `SELECT ${namesOf(columns)} FROM ${from} ORDER BY id`;
    const count = await db.run(`COPY (${content}) TO ${literal(path)} ${parquetFormat}`);
    written.push({ index: shard, path, rows: count, bytes: (await stat(path)).size });
  }
  return written;
}

function checked({ name, type, nullable }: Column): string {
  const value = `CAST(${identifier(name)} AS ${type})`;
  if (nullable) return `${value} AS ${identifier(name)}`;
  const complaint = literal(`column "${name}" is never null, but the query gives null`);
  return `coalesce(${value}, error(${complaint})) AS ${identifier(name)}`;
}

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => identifier(name)).join(', ');
}

/** A query with the columns and no row. */
export function emptyOf(columns: readonly Column[]): string {
  return `SELECT ${columns.map(({ name, type }) => `NULL::${type} AS ${identifier(name)}`).join(', ')} WHERE false`;
}
