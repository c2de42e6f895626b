import { z } from 'zod';
import type { Lengths, Share } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier } from '../../parquet/sql.ts';
import { columnsThatAre, type OpenRows } from '../open-rows.ts';
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

/** Columns that are shares, to a thousandth, in steps of 0.05. */
export async function sharesOf(db: DuckDB, { columns }: OpenRows): Promise<Share[]> {
  const shares: Share[] = [];
  for (const { name: column, meaning } of columnsThatAre(columns, 'share')) {
    const thousandths = await frequencies(db, `round(${identifier(column)} * 1000)::BIGINT`);
    const distribution = distributionOf(thousandths, { width: 50, end: 1000 });
    const { title, note } = meaning;
    if (distribution !== undefined) shares.push({ column, title, note, ...inUnit(distribution, 1000) });
  }
  return shares;
}

function frequencies(db: DuckDB, value: string): Promise<Frequency[]> {
  return db.rows(
    `SELECT ${value} AS value, count(*) AS rows FROM dataset WHERE ${value} IS NOT NULL GROUP BY 1 ORDER BY 1`,
    { value: z.int(), rows: z.int() },
  );
}
