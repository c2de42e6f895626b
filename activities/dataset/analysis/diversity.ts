import { z } from 'zod';
import type { Diversity } from '../../../schemas/dataset-analysis.ts';
import type { DuckDB } from '../../tables/duckdb.ts';
import { identifier } from '../../tables/sql.ts';
import type { OpenRows } from '../open-rows.ts';

/** The paper compares sets of one size: a ratio falls as rows are added, whatever they are. */
export const diversityRows = 10_000;

const definition =
  'Distinct word trigrams over all word trigrams. A word is a run of letters, marks and digits, lower-cased; ' +
  'a trigram is three words that follow one another in one text.';

/** Section 5.2: unique trigrams of the texts, on at most 10,000 rows that the seed draws. */
export async function diversityOf(db: DuckDB, rows: OpenRows, seed: number): Promise<Diversity> {
  const of = rows.manifest.counts.out;
  const drawn = of <= diversityRows ? 'dataset' : 'drawn';
  if (drawn === 'drawn') {
    await db.run(
      `CREATE TEMP TABLE drawn_ids AS SELECT id FROM dataset ORDER BY md5('${seed}-' || id), id LIMIT ${diversityRows}`,
    );
    await db.run('CREATE TEMP VIEW drawn AS SELECT * FROM dataset SEMI JOIN drawn_ids USING (id)');
  }
  const columns: Diversity['columns'] = [];
  for (const column of ['instruction', 'response', 'text'])
    if (rows.has(column)) columns.push({ column, ...(await trigrams(db, drawn, column)) });
  return { definition, rows: Math.min(of, diversityRows), of, columns };
}

/**
 * No filter on the words here: it would be tried on every row of the table before the sample is joined. By 64-bit hashes: two of a hundred million trigrams meet in one with a chance of about one in four thousand.
 */
async function trigrams(
  db: DuckDB,
  from: string,
  column: string,
): Promise<{ trigrams: number; distinct: number; ratio: number }> {
  const words = `regexp_extract_all(lower(${identifier(column)}), '[\\p{L}\\p{M}\\p{N}]+')`;
  const [found] = await db.rows(
    `WITH texts AS (SELECT list_transform(${words}, lambda word: hash(word)) AS w FROM ${from}),
      threes AS (SELECT unnest(w[:-3]) AS a, unnest(w[2:-2]) AS b, unnest(w[3:]) AS c FROM texts),
      found AS (SELECT hash(a, b, c) AS trigram, count(*) AS times FROM threes GROUP BY trigram)
    SELECT coalesce(sum(times), 0)::BIGINT AS trigrams, count(*) AS distinct_ FROM found`,
    { trigrams: z.int(), distinct_: z.int() },
  );
  const { trigrams: all, distinct_: distinct } = found ?? { trigrams: 0, distinct_: 0 };
  return { trigrams: all, distinct, ratio: all === 0 ? 0 : distinct / all };
}
