import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { kindOf, tokensColumn, type KindName } from '../../schemas/kinds/index.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import type { Row } from '../parquet/row.ts';
import { identifier, literal, parquetFormat, placedParquetFiles, parquetFiles } from '../parquet/sql.ts';
import { writeRows } from '../parquet/write-rows.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { kindWriters } from './kinds/index.ts';
import { viewRows, type OpenRows } from './open-rows.ts';

/** The kind's texts whose tokens the recipe did not count. Throws TypeError where such a column holds something else. */
export function uncounted(kind: KindName, columns: readonly Column[]): string[] {
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
  kind: KindName,
  tokenizer: () => Promise<Tokenizer>,
  folder: string,
  signal: AbortSignal,
): Promise<OpenRows> {
  const texts = uncounted(kind, rows.columns);
  if (texts.length === 0) return rows;
  const counter = await tokenizer();
  const added = columnsOf(Object.fromEntries(texts.map((text) => [tokensColumn(text), z.int()])));
  const has = (name: string): boolean => rows.columns.some((column) => column.name === name);
  const sql = texts.map((text) => `${kindWriters[kind].text(text, has)} AS ${identifier(text)}`).join(', ');
  const textShape = Object.fromEntries(texts.map((text) => [text, z.string()]));
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
          Object.entries(row).map(([text, value]) => [tokensColumn(text), counter.count(String(value))]),
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
