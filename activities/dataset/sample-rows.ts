import { z } from 'zod';
import type { DuckDB } from '../parquet/duckdb.ts';
import { excerptOf, excerptSql, type Excerpt } from './excerpt.ts';
import type { OpenRows } from './open-rows.ts';

/** Longest text that the report shows, in characters. */
const longest = 12_000;

/** A row as the report shows it. */
export interface SampleRow {
  readonly id: string;
  readonly instruction: Excerpt;
  readonly response: Excerpt;
  /** The web document, or the input's columns as JSON. */
  readonly original?: Excerpt;
  readonly source?: string;
  readonly notes: readonly string[];
}

/** Some rows, drawn by the build's seed. */
export function drawnRows(db: DuckDB, rows: OpenRows, seed: number, count: number): Promise<SampleRow[]> {
  return select(db, rows, `SELECT id FROM dataset ORDER BY md5('report-${seed}-' || id), id LIMIT ${count}`);
}

/** The first row by id. */
export async function firstRow(db: DuckDB, rows: OpenRows): Promise<SampleRow | undefined> {
  const [first] = await select(db, rows, 'SELECT id FROM dataset ORDER BY id LIMIT 1');
  return first;
}

async function select(db: DuckDB, rows: OpenRows, ids: string): Promise<SampleRow[]> {
  const original = ['text', 'fields'].find((name) => rows.has(name));
  const columns = [
    'id',
    excerptSql('instruction', longest),
    excerptSql('response', longest),
    original === undefined
      ? 'NULL::VARCHAR AS original, 0 AS original_length'
      : `left(${original}, ${longest}) AS original, coalesce(length(${original}), 0) AS original_length`,
    rows.has('source') ? 'left(source, 200) AS source' : 'NULL::VARCHAR AS source',
    rows.has('score') ? 'score::VARCHAR AS score' : 'NULL::VARCHAR AS score',
    rows.has('copied_share') ? 'copied_share' : 'NULL::DOUBLE AS copied_share',
    'instruction_tokens',
    'response_tokens',
  ];
  const found = await db.rows(
    `WITH ids AS (${ids}) SELECT ${columns.join(', ')} FROM dataset SEMI JOIN ids USING (id) ORDER BY id`,
    shape,
  );
  return found.map((row) => ({
    id: row.id,
    instruction: excerptOf(row.instruction, row.instruction_length),
    response: excerptOf(row.response, row.response_length),
    ...(row.original === null ? {} : { original: excerptOf(row.original, row.original_length) }),
    ...(row.source === null ? {} : { source: row.source }),
    notes: [
      ...(row.score === null ? [] : [`score ${row.score}`]),
      `${row.instruction_tokens} → ${row.response_tokens} tokens`,
      ...(row.copied_share === null ? [] : [`${Math.round(row.copied_share * 100)}% copied`]),
    ],
  }));
}

const shape = {
  id: z.string(),
  instruction: z.string(),
  instruction_length: z.int(),
  response: z.string(),
  response_length: z.int(),
  original: z.string().nullable(),
  original_length: z.int(),
  source: z.string().nullable(),
  score: z.string().nullable(),
  copied_share: z.number().nullable(),
  instruction_tokens: z.int(),
  response_tokens: z.int(),
};
