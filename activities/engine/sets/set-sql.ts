import { z } from 'zod';
import type { Column } from '../../../schemas/table/column.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, literal, parquetFormat } from '../../parquet/sql.ts';

/** The rows of `input` that `chosen` names, with the columns that `chosen` adds. */
export function keptRows(columns: readonly Column[], added: readonly Column[]): string {
  if (added.length === 0) return 'SELECT * FROM input SEMI JOIN chosen USING (id)';
  const names = columns.map(({ name }) => {
    const from = added.some((column) => column.name === name) ? 'chosen' : 'input';
    return `${from}.${identifier(name)}`;
  });
  return `SELECT ${names.join(', ')} FROM input JOIN chosen ON input.id = chosen.id`;
}

/** Makes `rejects`: a reject for every row of `input` that was not chosen, for the reason in `why` or else `otherwise`. */
export async function createRejects(db: DuckDB, stage: string, otherwise: string): Promise<void> {
  await db.run(`CREATE TABLE rejects AS
    SELECT input.id, ${literal(stage)} AS stage, coalesce(why.reason, ${literal(otherwise)}) AS reason,
      CAST(why.detail AS VARCHAR) AS detail, CAST(NULL AS VARCHAR) AS raw
    FROM (SELECT id FROM input) AS input ANTI JOIN chosen USING (id) LEFT JOIN why ON why.id = input.id`);
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
