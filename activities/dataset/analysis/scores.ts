import { z } from 'zod';
import type { Scores } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, parquetFiles } from '../../parquet/sql.ts';
import type { BuildTable } from '../dataset-tables.ts';
import { inBatches } from '../in-batches.ts';
import { columnsThatAre } from '../open-rows.ts';

type ScoreColumn = ReturnType<typeof columnsThatAre<'score'>>[number];

const CountedSchema = { score: z.int(), rows: z.int() };

/** For each stage that adds a column of scores: how often each score was given, and whether it was kept. */
export async function scoresOf(db: DuckDB, tables: readonly BuildTable[], folder: string): Promise<Scores[]> {
  const scores: Scores[] = [];
  for (const table of tables)
    for (const column of addedScores(table, tables))
      scores.push(await scoresOfTable(db, table, column, folder));
  return scores;
}

/** Columns of scores that a table has and its inputs lack. */
function addedScores({ manifest }: BuildTable, tables: readonly BuildTable[]): ScoreColumn[] {
  const digests = new Set(manifest.inputs.map(({ digest }) => digest));
  const before = tables.filter((input) => digests.has(input.manifest.digest));
  return columnsThatAre(manifest.columns, 'score').filter(
    ({ name }) => !before.some((input) => input.manifest.columns.some((column) => column.name === name)),
  );
}

async function scoresOfTable(
  db: DuckDB,
  { summary, rows, rejects }: BuildTable,
  { name, meaning: { scale } }: ScoreColumn,
  folder: string,
): Promise<Scores> {
  const { table, title, counts } = summary;
  const kept = new Map<number, number>();
  const rejected = new Map<number, number>();
  await inBatches(rows, folder, (paths) =>
    count(db, `SELECT ${identifier(name)} AS score FROM ${parquetFiles(paths)}`, kept),
  );
  // A stage that met a valid score and did not keep the row names it in the reject's detail.
  const [least, most] = scale;
  const digits = `regexp_full_match(detail, '-?[0-9]{1,9}') AND TRY_CAST(detail AS BIGINT) BETWEEN ${least} AND ${most}`;
  await inBatches(rejects, folder, (paths) =>
    count(
      db,
      `SELECT TRY_CAST(detail AS BIGINT) AS score FROM ${parquetFiles(paths)} WHERE ${digits}`,
      rejected,
    ),
  );
  const given = new Set([...range(least, most), ...kept.keys(), ...rejected.keys()]);
  const valid = [...rejected.values()].reduce((sum, rows) => sum + rows, 0);
  return {
    stage: table.stage,
    column: name,
    title,
    scores: [...given]
      .sort((a, b) => a - b)
      .map((score) => ({ score, kept: kept.get(score) ?? 0, rejected: rejected.get(score) ?? 0 })),
    invalid: Math.max(0, counts.rejected - valid),
  };
}

/** The whole scale where it is short enough to show. */
function range(least: number, most: number): number[] {
  return most - least > 20 ? [] : Array.from({ length: most - least + 1 }, (_, at) => least + at);
}

async function count(db: DuckDB, query: string, into: Map<number, number>): Promise<void> {
  const found = await db.rows(`SELECT score, count(*) AS rows FROM (${query}) GROUP BY score`, CountedSchema);
  for (const { score, rows } of found) into.set(score, (into.get(score) ?? 0) + rows);
}
