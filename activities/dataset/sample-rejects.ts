import { z } from 'zod';
import type { DuckDB } from '../parquet/duckdb.ts';
import { parquetFiles } from '../parquet/sql.ts';
import type { BuildTable } from './dataset-tables.ts';
import { excerptOf, excerptSql, type Excerpt } from './excerpt.ts';
import { inBatches } from './in-batches.ts';

/** Examples of each reason, and shards that are looked through for them. */
const each = 2;
const shards = 64;
const longest = 2000;

export interface SampleReject {
  readonly id: string;
  readonly reason: string;
  readonly detail: string | null;
  readonly raw?: Excerpt;
}

export interface StageRejects {
  readonly stage: string;
  readonly title: string;
  readonly rejected: number;
  readonly samples: readonly SampleReject[];
}

/** A few rejects of each stage, reason by reason, the most frequent reason first. */
export async function sampleRejects(
  db: DuckDB,
  tables: readonly BuildTable[],
  folder: string,
): Promise<StageRejects[]> {
  const stages: StageRejects[] = [];
  for (const { summary, rejects } of tables) {
    const { table, title, counts, reasons } = summary;
    if (counts.rejected === 0) continue;
    const samples: SampleReject[] = [];
    await inBatches(rejects.slice(0, shards), folder, async (paths) => {
      samples.push(...(await select(db, paths)));
    });
    samples.sort(
      (a, b) => (reasons[b.reason] ?? 0) - (reasons[a.reason] ?? 0) || (a.reason < b.reason ? -1 : 1),
    );
    stages.push({ stage: table.stage, title, rejected: counts.rejected, samples });
  }
  return stages;
}

async function select(db: DuckDB, paths: readonly string[]): Promise<SampleReject[]> {
  const from = parquetFiles(paths);
  const found = await db.rows(
    `WITH few AS (SELECT reason AS r, min(id, ${each}) AS ids FROM ${from} GROUP BY reason)
    SELECT id, reason, left(detail, 300) AS detail, ${excerptSql('raw', longest)}
    FROM ${from} JOIN few ON reason = r AND list_contains(ids, id) ORDER BY reason, id`,
    {
      id: z.string(),
      reason: z.string(),
      detail: z.string().nullable(),
      raw: z.string().nullable(),
      raw_length: z.int(),
    },
  );
  return found.map(({ id, reason, detail, raw, raw_length: length }) => ({
    id,
    reason,
    detail,
    ...(raw === null ? {} : { raw: excerptOf(raw, length) }),
  }));
}
