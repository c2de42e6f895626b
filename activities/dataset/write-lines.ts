import { join } from 'node:path';
import type { JsonlFormat, KindName } from '../../schemas/kinds/index.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { literal } from '../parquet/sql.ts';
import { kindWriters } from './kinds/index.ts';
import { allWritten, type OpenRows } from './open-rows.ts';

/** Writes one line of JSON per row in the table's order; returns the file's name. DuckDB streams it. */
export async function writeLines(
  db: DuckDB,
  { manifest }: Pick<OpenRows, 'manifest'>,
  format: JsonlFormat,
  line: string,
  folder: string,
): Promise<string> {
  const name = linesFile(format);
  const written = await db.run(
    `COPY (SELECT ${line} FROM dataset) TO ${literal(join(folder, name))} (FORMAT json)`,
  );
  allWritten(name, written, manifest);
  return name;
}

export function linesFile(format: JsonlFormat): string {
  return `${format}.jsonl`;
}

/** SQL of what a line of a format holds; `system` is the config's system message. */
export function lineSql(kind: KindName, format: JsonlFormat, system: string | undefined): string {
  const written = kindWriters[kind].formats[format];
  if (written === undefined) throw new Error(`${kind} has no format ${format}`);
  return written.line({ system: system === undefined ? undefined : text(system) });
}

/** A SQL literal of any text: a NUL cannot stand in one. */
function text(value: string): string {
  return value
    .split('\0')
    .map((part) => literal(part))
    .join(' || chr(0) || ');
}
