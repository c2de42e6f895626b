import { z } from 'zod';
import type { DuckDB } from '../../../parquet/duckdb.ts';
import { literal } from '../../../parquet/sql.ts';

/** Whether the published rows have a column: pairs, preferences and conversations of one build differ. */
export async function hasColumn(db: DuckDB, name: string): Promise<boolean> {
  const [found] = await db.rows(
    `SELECT count(*) AS columns FROM (DESCRIBE dataset) WHERE column_name = ${literal(name)}`,
    { columns: z.int() },
  );
  return found?.columns === 1;
}
