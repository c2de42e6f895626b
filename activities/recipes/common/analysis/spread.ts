import { z } from 'zod';
import type { Distribution } from '../../../../schemas/dataset/analysis.ts';
import type { SectionPlot } from '../../../../schemas/dataset/section.ts';
import { distributionOf, inUnit } from '../../../dataset/analysis/distribution.ts';
import type { DuckDB } from '../../../parquet/duckdb.ts';

/** Values are told apart to a thousandth, so that memory does not follow the number of rows. */
const parts = 1000;

/** How a number of the published rows spreads, given as SQL. Undefined where no row has one. */
export async function spreadOf(db: DuckDB, value: string): Promise<Distribution | undefined> {
  const frequencies = await db.rows(
    `SELECT round((${value}) * ${parts})::BIGINT AS value, count(*) AS rows FROM dataset
      WHERE isfinite((${value})::DOUBLE) GROUP BY 1 ORDER BY 1`,
    { value: z.int(), rows: z.int() },
  );
  const spread = distributionOf(frequencies);
  return spread === undefined ? undefined : inUnit(spread, parts);
}

/** Its histogram, up to the 99th percentile. */
export function spreadPlot(title: string, x: string, { bins, median }: Distribution): SectionPlot {
  return { kind: 'histogram', title, x, y: 'rows', bins, median };
}

export const spreadColumns = ['Rows', 'Least', 'Mean', 'Median', 'p90', 'Most'];

export function spreadCells({ count, min, mean, median, p90, max }: Distribution): number[] {
  return [count, min, mean, median, p90, max];
}
