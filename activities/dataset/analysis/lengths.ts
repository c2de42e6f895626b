import { z } from 'zod';
import type { Distribution, Lengths } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier } from '../../parquet/sql.ts';
import type { OpenRows } from '../open-rows.ts';
import type { Text } from './texts.ts';
import { distributionOf, inUnit, type Frequency } from './distribution.ts';

/** Appendix B: lengths of the rows' texts. */
export async function lengthsOf(db: DuckDB, texts: readonly Text[]): Promise<Lengths[]> {
  const lengths: Lengths[] = [];
  for (const { name: column, sql, tokens } of texts) {
    const measures = [
      { unit: 'tokens', value: tokens === undefined ? undefined : identifier(tokens) },
      { unit: 'characters', value: `length(${sql})` },
    ] as const;
    for (const { unit, value } of measures) {
      const distribution = value === undefined ? undefined : distributionOf(await frequencies(db, value));
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
