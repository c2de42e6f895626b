import { join } from 'node:path';
import type { JsonlFormat, KindName } from '../../schemas/kinds/index.ts';
import type { Column } from '../../schemas/table/column.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { identifier, literal } from '../parquet/sql.ts';
import { kindWriters } from './kinds/index.ts';
import type { RowParts } from './kinds/kind-writer.ts';
import { allWritten, columnsThatAre, columnThatIs, type OpenRows } from './open-rows.ts';

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

/** SQL of what a line of a format holds; `system` is the config's system message, for rows without one. */
export function lineSql(
  kind: KindName,
  format: JsonlFormat,
  { columns }: Pick<OpenRows, 'columns'>,
  system: string | undefined,
): string {
  const written = kindWriters[kind].formats[format];
  if (written === undefined) throw new Error(`${kind} has no format ${format}`);
  const reasoning = columnsThatAre(columns, 'reasoning');
  return written.line({
    system: systemOf(columns, system),
    reasoning: new Map(reasoning.map(({ name, meaning }) => [meaning.of, identifier(name)])),
    has: (name) => columns.some((column) => column.name === name),
  });
}

function systemOf(columns: readonly Column[], given: string | undefined): RowParts['system'] {
  const own = columnThatIs(columns, 'system');
  if (own === undefined) return given === undefined ? undefined : { sql: text(given), mayBeNull: false };
  const sql = identifier(own.name);
  if (!own.nullable || given === undefined) return { sql, mayBeNull: own.nullable };
  return { sql: `coalesce(${sql}, ${text(given)})`, mayBeNull: false };
}

/** A SQL literal of any text: a NUL cannot stand in one. */
function text(value: string): string {
  return value
    .split('\0')
    .map((part) => literal(part))
    .join(' || chr(0) || ');
}
