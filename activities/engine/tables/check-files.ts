import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ShardFiles, TableFile } from '../../../schemas/table/table.ts';
import { queryTyped } from '../../parquet/read-rows.ts';
import { onRowDatabase } from '../../parquet/row-database.ts';
import { shardOfSql } from '../../parquet/shard-of.ts';
import { literal, parquetFiles, parquetFooters, passing } from '../../parquet/sql.ts';

/** Shards whose ids are looked at together. */
const batch = 128;

/** What the files of a table do not agree with. */
export interface FilesFault {
  readonly kind: 'damaged' | 'wrong';
  readonly what: string;
}

/** Gives local paths of a shard's files, good until the shards after it are asked for. */
export type LocalFiles = (
  shard: ShardFiles,
  index: number,
) => Promise<{ readonly rows: string; readonly rejects?: string | undefined }>;

/**
 * Holds what manifests tell against the Parquet files themselves: rows by the files' own footers, every id once, and no
 * id both in the rows and in the rejects. Only the ids are read, some shards at a time.
 * @param scratch a folder of the caller's, for ids that must be compared across shards
 */
export async function checkFiles(
  shards: readonly ShardFiles[],
  local: LocalFiles,
  scratch: string,
): Promise<FilesFault | undefined> {
  const away: string[] = [];
  for (let from = 0; from < shards.length; from += batch) {
    const fault = await onRowDatabase(async (connection) => {
      const found = await openBatch(connection, shards, from, local, shards.length);
      if (found !== undefined) return found;
      const twice = await idOf(connection, 'SELECT id FROM ids GROUP BY id HAVING count(*) > 1');
      if (twice !== undefined) return once(twice);
      // At home an id can meet itself only in its own shard; those of made rows and of set stages' rejects may not be.
      const path = join(scratch, `away-${String(from)}.parquet`);
      const query = `SELECT id FROM ids WHERE home <> shard`;
      if ((await idOf(connection, query)) === undefined) return undefined;
      await connection.run(`COPY (${query}) TO ${literal(path)} ${passing}`);
      away.push(path);
      return undefined;
    });
    if (fault !== undefined) return fault;
  }
  return away.length === 0 || shards.length === 1 ? undefined : acrossShards(shards, local, away);
}

async function acrossShards(
  shards: readonly ShardFiles[],
  local: LocalFiles,
  away: readonly string[],
): Promise<FilesFault | undefined> {
  try {
    const twice = await onRowDatabase((connection) =>
      idOf(connection, `SELECT id FROM ${parquetFiles(away)} GROUP BY id HAVING count(*) > 1`),
    );
    if (twice !== undefined) return once(twice);
    for (let from = 0; from < shards.length; from += batch) {
      const met = await onRowDatabase(async (connection) => {
        await openBatch(connection, shards, from, local, shards.length);
        return idOf(
          connection,
          `SELECT id FROM ids SEMI JOIN ${parquetFiles(away)} AS away USING (id) WHERE home = shard`,
        );
      });
      if (met !== undefined) return once(met);
    }
    return undefined;
  } finally {
    await Promise.all(away.map((path) => rm(path, { force: true })));
  }
}

/** Makes the view `ids` (id, its home shard, the shard that it stands in); gives what the files' footers do not agree with. */
async function openBatch(
  connection: DuckDBConnection,
  shards: readonly ShardFiles[],
  from: number,
  local: LocalFiles,
  count: number,
): Promise<FilesFault | undefined> {
  const files: { readonly path: string; readonly told: TableFile; readonly shard: number }[] = [];
  for (const [at, shard] of shards.slice(from, from + batch).entries()) {
    const { rows, rejects } = await local(shard, from + at);
    files.push({ path: rows, told: shard.rows, shard: from + at });
    if (shard.rejects !== undefined && rejects !== undefined)
      files.push({ path: rejects, told: shard.rejects, shard: from + at });
  }
  const paths = files.map(({ path }) => path);
  const footers = await queryTyped(
    connection,
    `SELECT file_name AS path, num_rows AS rows FROM ${parquetFooters(paths)}`,
    { path: z.string(), rows: z.int() },
  );
  const rowsIn = new Map(footers.map(({ path, rows }) => [path, rows]));
  const other = files.find(({ path, told }) => rowsIn.get(path) !== told.rows);
  if (other !== undefined)
    return {
      kind: 'damaged',
      what: `${other.told.name} holds ${String(rowsIn.get(other.path) ?? 0)} rows, and its manifest tells of ${other.told.rows}`,
    };
  const places = files.map(({ path, shard }) => `(${literal(path)}, ${shard})`).join(', ');
  await connection.run(
    `CREATE TEMP VIEW ids AS SELECT id, ${shardOfSql('id', count)} AS home, places.shard
      FROM ${parquetFiles(paths, { file: '_file' })} AS files JOIN (VALUES ${places}) AS places (path, shard)
      ON places.path = files._file`,
  );
  return undefined;
}

async function idOf(connection: DuckDBConnection, query: string): Promise<string | undefined> {
  const [found] = await queryTyped(connection, `SELECT id FROM (${query}) ORDER BY id LIMIT 1`, {
    id: z.string(),
  });
  return found?.id;
}

function once(id: string): FilesFault {
  return {
    kind: 'wrong',
    what: `the id ${JSON.stringify(id)} stands in it twice, in its rows or its rejects`,
  };
}
