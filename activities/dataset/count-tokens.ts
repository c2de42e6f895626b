import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { column } from '../../schemas/table/meaning.ts';
import { kindOf, tokensColumn, type KindName } from '../../schemas/kinds/index.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import type { Row } from '../parquet/row.ts';
import { identifier, literal, parquetFormat, placedParquetFiles, parquetFiles } from '../parquet/sql.ts';
import { writeRows } from '../parquet/write-rows.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { kindWriters } from './kinds/index.ts';
import { columnsThatAre, viewRows, type OpenRows } from './open-rows.ts';
import { thoughtColumns } from './thoughts.ts';

/** A dataset as far as its tokens are told: those of its kind's texts, and those of thoughts that it holds. */
export interface Counted {
  readonly kind: KindName;
  readonly reasoning: BuildConfig['output']['reasoning'];
}

/** A text whose tokens are told beside it. */
interface Text {
  readonly name: string;
  readonly sql: string;
  /** True where some rows have none. */
  readonly mayBeNull: boolean;
}

/** The texts whose tokens the recipe did not count. Throws TypeError where such a column holds something else. */
export function uncounted({ kind, reasoning }: Counted, columns: readonly Column[]): Text[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const thoughts = columnsThatAre(thoughtColumns(columns, reasoning), 'reasoning')
    .filter(({ name, meaning }) => meaning.onDemand === true && !has(tokensColumn(name)))
    .map(({ name, nullable }): Text => ({ name, sql: identifier(name), mayBeNull: nullable }));
  const texts = uncountedTexts(kind, columns).map((name): Text => {
    return { name, sql: kindWriters[kind].text(name, has), mayBeNull: false };
  });
  return [...texts, ...thoughts];
}

function uncountedTexts(kind: KindName, columns: readonly Column[]): string[] {
  return Object.keys(kindOf(kind).texts).filter((text) => {
    const counted = columns.find(({ name }) => name === tokensColumn(text));
    if (counted === undefined) return true;
    if (counted.type === 'BIGINT' && !counted.nullable) return false;
    throw new TypeError(
      `the column ${counted.name} of a ${kind} is the length of a text in tokens, an integer that is never null; ` +
        `here it is ${counted.type}${counted.nullable ? ' or null' : ''}: give it another name`,
    );
  });
}

/**
 * The rows with the tokens of their texts, which the recipe did not count: copies of the shards in `folder`, one after the
 * other, so that no more than one is in memory. The table in the store stays as it is.
 */
export async function withTokens(
  db: DuckDB,
  rows: OpenRows,
  dataset: Counted,
  tokenizer: () => Promise<Tokenizer>,
  folder: string,
  signal: AbortSignal,
): Promise<OpenRows> {
  const texts = uncounted(dataset, rows.columns);
  if (texts.length === 0) return rows;
  const counter = await tokenizer();
  const added = columnsOf(Object.fromEntries(texts.map((text) => [tokensColumn(text.name), lengthOf(text)])));
  const sql = texts.map((text) => `${text.sql} AS ${identifier(text.name)}`).join(', ');
  const textShape = Object.fromEntries(
    texts.map(({ name, mayBeNull }) => [name, mayBeNull ? z.string().nullable() : z.string()]),
  );
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, path] of rows.paths.entries()) {
    signal.throwIfAborted();
    const counts: Row[] = [];
    const shard = `SELECT file_row_number AS place, ${sql} FROM ${placedParquetFiles([path])}`;
    for await (const { place, ...row } of db.stream(shard, { place: z.int(), ...textShape }))
      counts.push({
        place,
        ...Object.fromEntries(
          Object.entries(row).map(([text, value]) => [
            tokensColumn(text),
            typeof value === 'string' ? counter.count(value) : null,
          ]),
        ),
      });
    const name = String(index).padStart(5, '0');
    const counted = join(folder, `${name}-tokens.parquet`);
    await writeRows(counted, [...columnsOf({ place: z.int() }), ...added], counts);
    const whole = join(folder, `${name}.parquet`);
    const columns = [
      ...rows.manifest.columns.map((column) => `shard.${identifier(column.name)}`),
      ...added.map((column) => `counted.${identifier(column.name)}`),
    ];
    await db.run(
      `COPY (SELECT ${columns.join(', ')} FROM ${placedParquetFiles([path])} AS shard
        JOIN ${parquetFiles([counted])} AS counted ON shard.file_row_number = counted.place ORDER BY counted.place)
      TO ${literal(whole)} ${parquetFormat}`,
    );
    paths.push(whole);
  }
  const manifest = { ...rows.manifest, columns: [...rows.manifest.columns, ...added] };
  await viewRows(db, { manifest, paths });
  return { manifest, paths, columns: manifest.columns };
}

function lengthOf({ name, mayBeNull }: Text): z.ZodType {
  return mayBeNull
    ? column(z.int().nullable(), {
        about: `Length of \`${name}\` in tokens`,
        meaning: { is: 'tokens', of: name },
      })
    : z.int();
}
