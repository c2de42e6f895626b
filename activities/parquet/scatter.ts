import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDB } from './duckdb.ts';
import { literal, parquetFiles } from './sql.ts';

/**
 * Files open at a time, and so the shards that one pass over the data can tell apart. Measured with 200,000 rows: 100 MB
 * at the peak for 16 and 135 for 64, in the same time for 128 shards and for 1,024.
 */
const partsAtOnce = 16;

/**
 * Small buffers per open file: with these, any amount of data passes through less than 100 MB. A sort of the whole
 * table, the obvious other way, fails in DuckDB 1.5 once the text is larger than the memory limit.
 */
const partFormat = `FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE_BYTES '1MB'`;
const bufferedRows = 512;

/** Bytes of a part that is read once for each of its shards rather than split again. */
const small = 2 * 1024 ** 2;

/** The rows of one shard, in any order, as a FROM item that is good until the next is asked for. */
export interface Scattered {
  readonly shard: number;
  /** Undefined for a shard without rows. */
  readonly from: string | undefined;
}

/**
 * Brings each shard's rows together, on disk, and gives the shards by number. The query must have a column `shard`.
 * Each pass splits by 16: two for up to 256 shards, three for up to 4,096.
 */
export async function* scatter(db: DuckDB, query: string, shards: number): AsyncGenerator<Scattered> {
  await db.run(`SET partitioned_write_flush_threshold = ${bufferedRows}`);
  await db.run('SET preserve_insertion_order = false');
  try {
    yield* split(db, `(${query})`, { first: 0, count: shards, folder: join(db.scratch, 'scattered') });
  } finally {
    await db.run('RESET preserve_insertion_order');
    await db.run('RESET partitioned_write_flush_threshold');
  }
}

interface Range {
  readonly first: number;
  readonly count: number;
  /** Not there yet; made, filled and removed on the way. */
  readonly folder: string;
}

async function* split(db: DuckDB, from: string, range: Range): AsyncGenerator<Scattered> {
  const { first, count, folder } = range;
  const parts = Math.min(count, partsAtOnce);
  const each = count / parts;
  try {
    await db.run(
      `COPY (SELECT *, (shard - ${first}) // ${each} AS part FROM ${from}) TO ${literal(folder)} (${partFormat}, PARTITION_BY (part))`,
    );
    for (let part = 0; part < parts; part += 1) {
      const inside = join(folder, `part=${part}`);
      yield* gathered(db, await filesIn(inside), {
        first: first + part * each,
        count: each,
        folder: join(inside, 'split'),
      });
      if (each > 1) await rm(inside, { recursive: true, force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* gathered(db: DuckDB, files: readonly string[], range: Range): AsyncGenerator<Scattered> {
  const from = files.length === 0 ? undefined : parquetFiles(files);
  if (from !== undefined && range.count > 1 && (await sizeOf(files)) > small) yield* split(db, from, range);
  else
    for (let shard = range.first; shard < range.first + range.count; shard += 1)
      yield {
        shard,
        from: from === undefined ? undefined : `(SELECT * FROM ${from} WHERE shard = ${shard})`,
      };
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const found = await Promise.all(files.map((file) => stat(file)));
  return found.reduce((sum, { size }) => sum + size, 0);
}
