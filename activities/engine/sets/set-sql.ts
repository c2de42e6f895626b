import { z } from 'zod';
import type { Column } from '../../../schemas/table/column.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, literal, parquetFormat } from '../../parquet/sql.ts';

/**
 * The rows of `input` that `chosen` names, with the columns that `chosen` adds; with the ids that it says they become
 * where the stage `renames`.
 */
export function keptRows(columns: readonly Column[], added: readonly Column[], renames = false): string {
  const named = new Set(added.map(({ name }) => name));
  if (named.size === 0 && !renames) {
    const names = columns.map(({ name }) => identifier(name));
    return `SELECT ${names.join(', ')} FROM input SEMI JOIN chosen USING (id)`;
  }
  const names = columns.map(({ name }) => {
    if (renames && name === 'id') return 'chosen.becomes AS id';
    const from = named.has(name) ? 'chosen' : 'input';
    return `${from}.${identifier(name)}`;
  });
  return `SELECT ${names.join(', ')} FROM input JOIN chosen ON input.id = chosen.id`;
}

/**
 * Makes `rejects`: a reject for every row of `input` that was neither chosen nor merged, for the reason in `why` or else
 * `otherwise`.
 */
export async function createRejects(db: DuckDB, stage: string, otherwise: string): Promise<void> {
  await db.run(`CREATE TABLE rejects AS
    SELECT input.id, ${literal(stage)} AS stage, coalesce(why.reason, ${literal(otherwise)}) AS reason,
      CAST(why.detail AS VARCHAR) AS detail, CAST(NULL AS VARCHAR) AS raw
    FROM (SELECT id FROM input) AS input ANTI JOIN chosen USING (id) ANTI JOIN merged USING (id) LEFT JOIN why ON why.id = input.id`);
}

/** What is wrong with the ids that the rows of `chosen` are to have; undefined where each is the one of its id. */
export async function renamingProblem(db: DuckDB): Promise<string | undefined> {
  const [found] = await db.rows('SELECT count(*) AS rows, count(DISTINCT becomes) AS ids FROM chosen', {
    rows: z.int(),
    ids: z.int(),
  });
  const { rows = 0, ids = 0 } = found ?? {};
  return ids === rows ? undefined : `${rows - ids} rows get no id of their own`;
}

/** Writes the rejects to a file; returns how many there are, by reason. */
export async function rejectsInto(db: DuckDB, path: string): Promise<Record<string, number>> {
  await db.run(`COPY (SELECT * FROM rejects ORDER BY id) TO ${literal(path)} ${parquetFormat}`);
  const counts = await db.rows(
    'SELECT reason, count(*) AS rows FROM rejects GROUP BY reason ORDER BY reason',
    { reason: z.string(), rows: z.int() },
  );
  return Object.fromEntries(counts.map(({ reason, rows }) => [reason, rows]));
}

/**
 * Makes `merged` of what a group stage says became of rows: none for another stage. Gives how many they are, or what is
 * wrong with them.
 */
export async function mergeInto(db: DuckDB, merged: string | undefined): Promise<number | { wrong: string }> {
  await db.run(`CREATE TABLE merged AS ${merged ?? "SELECT '' AS id, '' AS becomes WHERE false"}`);
  const [found] = await db.rows(
    `SELECT count(*) AS rows, count(DISTINCT id) AS ids,
      (SELECT count(*) FROM merged SEMI JOIN chosen USING (id)) AS kept,
      (SELECT count(*) FROM merged ANTI JOIN chosen ON merged.becomes = chosen.id) AS nowhere,
      (SELECT count(*) FROM merged ANTI JOIN (SELECT id FROM input) USING (id)) AS strangers FROM merged`,
    { rows: z.int(), ids: z.int(), kept: z.int(), nowhere: z.int(), strangers: z.int() },
  );
  const { rows = 0, ids = 0, kept = 0, nowhere = 0, strangers = 0 } = found ?? {};
  if (ids !== rows) return { wrong: `${rows - ids} rows are merged twice` };
  if (kept > 0) return { wrong: `${kept} rows are kept and merged` };
  if (nowhere > 0) return { wrong: `${nowhere} rows are merged into a row that is not kept` };
  if (strangers > 0) return { wrong: `${strangers} rows are merged that did not come to it` };
  return rows;
}
