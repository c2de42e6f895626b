import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { judgedMatchShape } from '../../../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import type { TableRef } from '../../../../schemas/build/task.ts';
import { inBatches } from '../../../dataset/in-batches.ts';
import type { Report } from '../../../engine/build/report.ts';
import type { Tables } from '../../../engine/tables/tables.ts';
import type { DuckDB } from '../../../parquet/duckdb.ts';
import { parquetFiles } from '../../../parquet/sql.ts';
import { labelledPair, tripletsOf, type JudgedMatch } from './training-pairs.ts';

/** Makes `descriptions`, of the templates that the table has. */
export async function readDescriptions(
  db: DuckDB,
  tables: Tables,
  table: TableRef,
  bank: TableRef,
  folder: string,
): Promise<void> {
  await db.run('CREATE TABLE wanted (template_id VARCHAR)');
  await db.run('CREATE TABLE descriptions (template_id VARCHAR, description VARCHAR)');
  await inBatches(await tables.rowFiles(table), folder, async (paths) => {
    await db.run(
      `INSERT INTO wanted SELECT DISTINCT template_id FROM ${parquetFiles(paths)} ANTI JOIN wanted USING (template_id)`,
    );
  });
  await inBatches(await tables.rowFiles(bank), folder, async (paths) => {
    await db.run(
      `INSERT INTO descriptions SELECT template_id, description FROM ${parquetFiles(paths)} SEMI JOIN wanted USING (template_id)`,
    );
  });
}

export interface PairCounts {
  positives: number;
  negatives: number;
  triplets: number;
  /** Matches with a version of the bank before this one, whose templates it has no more. */
  leftOut: number;
}

const matchShape = { ...judgedMatchShape, description: z.string().nullable() };

/** Writes the pairs and triplets of a table's matches, shard by shard, once `descriptions` is there. */
export async function writePairs(
  db: DuckDB,
  tables: Tables,
  table: TableRef,
  folder: string,
  name: string,
  signal: AbortSignal,
  report: Report,
): Promise<PairCounts> {
  const counts: PairCounts = { positives: 0, negatives: 0, triplets: 0, leftOut: 0 };
  const pairs = await open(join(folder, `${name}.pairs.jsonl`), 'w');
  const triplets = await open(join(folder, `${name}.triplets.jsonl`), 'w');
  try {
    let done = 0;
    const write = async (path: string): Promise<void> => {
      signal.throwIfAborted();
      report(`shard ${String((done += 1))} of ${String(table.shards)}`);
      const rows = await db.rows(
        `SELECT matches.*, description FROM ${parquetFiles([path])} AS matches
          LEFT JOIN descriptions USING (template_id) ORDER BY id`,
        matchShape,
      );
      const matches = rows.flatMap(({ description, ...row }): JudgedMatch[] =>
        description === null ? [] : [{ ...row, description }],
      );
      const positives = matches.filter(({ compatible }) => compatible).length;
      const threes = tripletsOf(matches);
      counts.positives += positives;
      counts.negatives += matches.length - positives;
      counts.triplets += threes.length;
      counts.leftOut += rows.length - matches.length;
      await append(pairs, matches.map(labelledPair));
      await append(triplets, threes);
    };
    await inBatches(await tables.rowFiles(table), folder, async (paths) => {
      for (const path of paths) await write(path);
    });
    return counts;
  } finally {
    await Promise.all([pairs.close(), triplets.close()]);
  }
}

async function append(file: FileHandle, records: readonly object[]): Promise<void> {
  await file.appendFile(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
