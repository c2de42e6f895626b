import { z } from 'zod';
import type { Sources } from '../../../schemas/dataset/analysis.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier } from '../../parquet/sql.ts';
import { columnThatIs, type OpenRows } from '../open-rows.ts';

/** Sources that are listed one by one. */
const listed = 25;

/** Longest name of a source or licence in characters; what is longer is cut. */
const longest = 200;

/** Rows by source and, where the documents' metadata name one, licence. */
export async function sourcesOf(db: DuckDB, rows: OpenRows): Promise<Sources | undefined> {
  const source = columnThatIs(rows.columns, 'source');
  const metadata = columnThatIs(rows.columns, 'metadata');
  if (source === undefined) return undefined;
  // Half of a surrogate pair, which JavaScript's JSON may hold, makes DuckDB refuse the whole text.
  const said = identifier(metadata?.name ?? '');
  const named = `coalesce(${said} ->> '$.license', ${said} ->> '$.licence')`;
  const license =
    metadata === undefined
      ? 'NULL::VARCHAR'
      : `left(CASE WHEN json_valid(${said}) THEN ${named} END, ${longest})`;
  await db.run(
    `CREATE TEMP TABLE sources AS SELECT left(${identifier(source.name)}, ${longest}) AS source, ${license} AS license, count(*) AS rows
    FROM dataset GROUP BY ALL`,
  );
  const largest = await db.rows(`FROM sources ORDER BY rows DESC, source, license LIMIT ${listed}`, {
    source: z.string(),
    license: z.string().nullable(),
    rows: z.int(),
  });
  const [all] = await db.rows(
    'SELECT count(*) AS found, coalesce(sum(rows), 0)::BIGINT AS rows FROM sources',
    {
      found: z.int(),
      rows: z.int(),
    },
  );
  const shown = largest.reduce((sum, { rows: some }) => sum + some, 0);
  return { distinct: all?.found ?? 0, largest, others: (all?.rows ?? 0) - shown };
}
