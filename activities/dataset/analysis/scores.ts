import { z } from 'zod';
import type { Scores } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { parquetFiles } from '../../parquet/sql.ts';
import type { BuildTable } from '../dataset-tables.ts';
import { inBatches } from '../in-batches.ts';

const CountedSchema = { score: z.int(), rows: z.int() };

/** For each stage that adds an integer column `score`: how often each score was given, and whether it was kept. */
export async function scoresOf(db: DuckDB, tables: readonly BuildTable[], folder: string): Promise<Scores[]> {
  const scores: Scores[] = [];
  for (const table of tables)
    if (addsScore(table, tables)) scores.push(await scoresOfTable(db, table, folder));
  return scores;
}

function addsScore({ manifest }: BuildTable, tables: readonly BuildTable[]): boolean {
  const has = ({ columns }: BuildTable['manifest']): boolean =>
    columns.some(({ name, type }) => name === 'score' && type === 'BIGINT');
  const digests = new Set(manifest.inputs.map(({ digest }) => digest));
  return has(manifest) && !tables.some((input) => digests.has(input.manifest.digest) && has(input.manifest));
}

async function scoresOfTable(
  db: DuckDB,
  { summary, rows, rejects }: BuildTable,
  folder: string,
): Promise<Scores> {
  const { table, title, counts } = summary;
  const kept = new Map<number, number>();
  const rejected = new Map<number, number>();
  await inBatches(rows, folder, (paths) => count(db, `SELECT score FROM ${parquetFiles(paths)}`, kept));
  // A stage that met a valid score and did not keep the row names it in the reject's detail.
  const digits = "regexp_full_match(detail, '[1-5]')";
  await inBatches(rejects, folder, (paths) =>
    count(
      db,
      `SELECT TRY_CAST(detail AS BIGINT) AS score FROM ${parquetFiles(paths)} WHERE ${digits}`,
      rejected,
    ),
  );
  const given = new Set([1, 2, 3, 4, 5, ...kept.keys(), ...rejected.keys()]);
  const valid = [...rejected.values()].reduce((sum, rows) => sum + rows, 0);
  return {
    stage: table.stage,
    title,
    scores: [...given]
      .sort((a, b) => a - b)
      .map((score) => ({ score, kept: kept.get(score) ?? 0, rejected: rejected.get(score) ?? 0 })),
    invalid: Math.max(0, counts.rejected - valid),
  };
}

async function count(db: DuckDB, query: string, into: Map<number, number>): Promise<void> {
  const found = await db.rows(`SELECT score, count(*) AS rows FROM (${query}) GROUP BY score`, CountedSchema);
  for (const { score, rows } of found) into.set(score, (into.get(score) ?? 0) + rows);
}
