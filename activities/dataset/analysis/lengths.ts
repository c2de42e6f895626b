import { z } from 'zod';
import type { Distribution, Lengths } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier } from '../../parquet/sql.ts';
import type { OpenRows } from '../open-rows.ts';
import { distributionOf, inUnit, type Frequency } from './distribution.ts';

/** Appendix B: lengths of instructions, responses and, where the rows have them, web documents. */
export async function lengthsOf(db: DuckDB, rows: OpenRows): Promise<Lengths[]> {
  const lengths: Lengths[] = [];
  for (const column of ['instruction', 'response', 'text']) {
    if (!rows.has(column)) continue;
    const measures = [
      { unit: 'tokens', has: rows.has(`${column}_tokens`), value: identifier(`${column}_tokens`) },
      { unit: 'characters', has: true, value: `length(${identifier(column)})` },
    ] as const;
    for (const { unit, has, value } of measures) {
      const distribution = has ? distributionOf(await frequencies(db, value)) : undefined;
      if (distribution !== undefined) lengths.push({ column, unit, ...distribution });
    }
  }
  return lengths;
}

/** Share of the response that was copied from the document, to a thousandth, in steps of 0.05. */
export async function copiedShare(db: DuckDB, rows: OpenRows): Promise<Distribution | undefined> {
  if (!rows.has('copied_share')) return undefined;
  const thousandths = await frequencies(db, 'round(copied_share * 1000)::BIGINT');
  const distribution = distributionOf(thousandths, { width: 50, end: 1000 });
  return distribution === undefined ? undefined : inUnit(distribution, 1000);
}

function frequencies(db: DuckDB, value: string): Promise<Frequency[]> {
  return db.rows(
    `SELECT ${value} AS value, count(*) AS rows FROM dataset WHERE ${value} IS NOT NULL GROUP BY 1 ORDER BY 1`,
    { value: z.int(), rows: z.int() },
  );
}
