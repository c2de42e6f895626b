import { join } from 'node:path';
import { z } from 'zod';
import type { Diversity } from '../../../schemas/dataset/analysis.ts';
import { mapConcurrently } from '../../concurrently.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { identifier, literal, parquetFiles } from '../../parquet/sql.ts';
import type { OpenRows } from '../open-rows.ts';
import type { Text } from './texts.ts';

/** The paper compares sets of one size: a ratio falls as rows are added, whatever they are. */
export const diversityRows = 10_000;

/** Bytes of a table whose texts are taken apart where they are: shards hold a thousand, of any length. */
const fewBytes = 16 * 1024 * 1024;

const definition =
  'Distinct word trigrams over all word trigrams. A word is a run of letters, marks and digits, lower-cased; ' +
  'a trigram is three words that follow one another in one text.';

/** A session of its own over the dataset's rows: its memory is given back at its end. */
export type Apart = <T>(use: (db: DuckDB) => Promise<T>) => Promise<T>;

/** Section 5.2: unique trigrams of the texts, on at most 10,000 rows that the seed draws into a file of `folder`. */
export async function diversityOf(
  apart: Apart,
  rows: OpenRows,
  texts: readonly Text[],
  seed: number,
  { folder, sideBySide }: { readonly folder: string; readonly sideBySide: boolean },
): Promise<Diversity> {
  const of = rows.manifest.counts.out;
  const few = of <= diversityRows && rows.manifest.bytes <= fewBytes;
  const from = few ? `(SELECT ${selectOf(texts)} FROM dataset)` : await drawn(apart, texts, seed, folder);
  const columns = await mapConcurrently(texts, sideBySide ? texts.length : 1, async (text) => ({
    column: text.name,
    ...(await apart((db) => trigrams(db, from, text.name))),
  }));
  return { definition, rows: Math.min(of, diversityRows), of, columns };
}

async function drawn(apart: Apart, texts: readonly Text[], seed: number, folder: string): Promise<string> {
  const path = join(folder, 'drawn.parquet');
  await apart(async (db) => {
    await db.run(
      `CREATE TEMP TABLE drawn AS SELECT id FROM dataset ORDER BY md5('${seed}-' || id), id LIMIT ${diversityRows}`,
    );
    await db.run(
      `COPY (SELECT ${selectOf(texts)} FROM dataset SEMI JOIN drawn USING (id)) TO ${literal(path)} ${fewAtOnce}`,
    );
  });
  return parquetFiles([path]);
}

function selectOf(texts: readonly Text[]): string {
  return texts.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(', ');
}

/** Rows of a group are taken apart into words together: of long texts, 2,048 would not fit. */
const fewAtOnce = '(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 128)';

/**
 * By 64-bit hashes: two of a hundred million trigrams meet in one with a chance of about one in four thousand. Through a
 * file, and sorted rather than grouped: measured on 1.3 million, 45 MB and not 95 in the same time, and a sort spills.
 */
async function trigrams(
  db: DuckDB,
  from: string,
  column: string,
): Promise<{ trigrams: number; distinct: number; ratio: number }> {
  const words = `regexp_extract_all(lower(${identifier(column)}), '[\\p{L}\\p{M}\\p{N}]+')`;
  const path = join(db.scratch, `${column}-trigrams.parquet`);
  await db.run(
    `COPY (
      WITH texts AS (SELECT list_transform(${words}, lambda word: hash(word)) AS w FROM ${from}),
        threes AS (SELECT unnest(w[:-3]) AS a, unnest(w[2:-2]) AS b, unnest(w[3:]) AS c FROM texts)
      SELECT hash(a, b, c) AS trigram FROM threes
    ) TO ${literal(path)} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 20480)`,
  );
  const [found] = await db.rows(
    `WITH sorted AS (SELECT trigram FROM ${parquetFiles([path])} ORDER BY trigram),
      found AS (SELECT trigram, lag(trigram) OVER () AS earlier FROM sorted)
    SELECT count(*) AS trigrams, count(*) FILTER (earlier IS DISTINCT FROM trigram) AS distinct_ FROM found`,
    { trigrams: z.int(), distinct_: z.int() },
  );
  const { trigrams: all, distinct_: distinct } = found ?? { trigrams: 0, distinct_: 0 };
  return { trigrams: all, distinct, ratio: all === 0 ? 0 : distinct / all };
}
