import { z } from 'zod';
import type { DuckDB } from '../parquet/duckdb.ts';
import type { KindName } from '../../schemas/kinds/index.ts';
import { excerptOf, type Excerpt } from './excerpt.ts';
import { kindWriters } from './kinds/index.ts';
import { identifier, literal } from '../parquet/sql.ts';
import { columnsThatAre, columnThatIs, type OpenRows } from './open-rows.ts';

/** Longest text that the report shows, in characters. */
const longest = 12_000;

/** One of a row's texts. */
export interface SamplePart {
  readonly title: string;
  readonly text: Excerpt;
  /** Whether a model is asked it. */
  readonly asks: boolean;
}

/** A row as the report shows it. */
export interface SampleRow {
  readonly id: string;
  readonly parts: readonly SamplePart[];
  /** The web document, or the input's columns as JSON. */
  readonly original?: Excerpt;
  readonly source?: string;
  readonly notes: readonly string[];
}

/** Some rows, drawn by the build's seed. */
export function drawnRows(
  db: DuckDB,
  rows: OpenRows,
  kind: KindName,
  seed: number,
  count: number,
): Promise<SampleRow[]> {
  return select(
    db,
    rows,
    kind,
    `SELECT id FROM dataset ORDER BY md5('report-${seed}-' || id), id LIMIT ${count}`,
  );
}

/** The first row by id. */
export async function firstRow(db: DuckDB, rows: OpenRows, kind: KindName): Promise<SampleRow | undefined> {
  const [first] = await select(db, rows, kind, 'SELECT id FROM dataset ORDER BY id LIMIT 1');
  return first;
}

async function select(db: DuckDB, rows: OpenRows, kind: KindName, ids: string): Promise<SampleRow[]> {
  const writer = kindWriters[kind];
  const { columns: all } = rows;
  const made = columnThatIs(all, 'document') ?? columnThatIs(all, 'fields');
  const original = made === undefined ? undefined : identifier(made.name);
  const source = columnThatIs(all, 'source');
  const scores = columnsThatAre(all, 'score').map(({ name }) => said(name.replaceAll('_', ' '), name));
  const shares = columnsThatAre(all, 'share').map(
    ({ name, meaning }) => `round(${identifier(name)} * 100)::BIGINT || ${literal(`% ${meaning.word}`)}`,
  );
  const columns = [
    'id',
    `to_json(${writer.sample((name) => all.some((column) => column.name === name))})::VARCHAR AS parts`,
    original === undefined
      ? 'NULL::VARCHAR AS original, 0 AS original_length'
      : `left(${original}, ${longest}) AS original, coalesce(length(${original}), 0) AS original_length`,
    source === undefined ? 'NULL::VARCHAR AS source' : `left(${identifier(source.name)}, 200) AS source`,
    `list_filter([${[...scores, writer.size, ...shares].join(', ')}], lambda note: note IS NOT NULL) AS notes`,
  ];
  const found = await db.rows(
    `WITH ids AS (${ids}) SELECT ${columns.join(', ')} FROM dataset SEMI JOIN ids USING (id) ORDER BY id`,
    shape,
  );
  return found.map((row) => ({
    id: row.id,
    parts: row.parts.map(({ title, text, length, asks }) => ({ title, text: excerptOf(text, length), asks })),
    ...(row.original === null ? {} : { original: excerptOf(row.original, row.original_length) }),
    ...(row.source === null ? {} : { source: row.source }),
    notes: row.notes,
  }));
}

const shape = {
  id: z.string(),
  parts: z.array(z.object({ title: z.string(), text: z.string(), length: z.int(), asks: z.boolean() })),
  notes: z.array(z.string()),
  original: z.string().nullable(),
  original_length: z.int(),
  source: z.string().nullable(),
};

/** SQL of a word and a column's value; null where that is. */
function said(word: string, column: string): string {
  return `${literal(`${word} `)} || ${identifier(column)}`;
}
