import { join } from 'node:path';
import type { BuildConfig } from '../../schemas/build/build.ts';
import type { JsonlFormat, KindName } from '../../schemas/kinds/index.ts';
import type { SplitName } from '../../schemas/splits.ts';
import type { Column } from '../../schemas/table/column.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { identifier, literal } from '../parquet/sql.ts';
import { kindWriters } from './kinds/index.ts';
import type { RowParts } from './kinds/kind-writer.ts';
import { allWritten, columnsThatAre, columnThatIs, type OpenRows } from './open-rows.ts';
import { ofSplit, type Split } from './splits.ts';
import { thoughtsOf } from './thoughts.ts';

/** Writes one line of JSON per row in the table's order, a file a split; returns their names. DuckDB streams it. */
export async function writeLines(
  db: DuckDB,
  { manifest }: Pick<OpenRows, 'manifest'>,
  format: JsonlFormat,
  line: string,
  folder: string,
  splits: readonly Split[],
): Promise<string[]> {
  const names: string[] = [];
  let written = 0;
  for (const { name: split, where } of splits) {
    const name = linesFile(format, split);
    const chosen = where === undefined ? '' : ` WHERE ${where}`;
    written += await db.run(
      `COPY (SELECT ${line} FROM dataset${chosen}) TO ${literal(join(folder, name))} (FORMAT json)`,
    );
    names.push(name);
  }
  allWritten(linesFile(format), written, manifest);
  return names;
}

/** The lines that are to train on are in the file of the format's name. */
export function linesFile(format: JsonlFormat, split: SplitName = 'train'): string {
  return `${ofSplit(format, split)}.jsonl`;
}

/** SQL of what a line of a format holds; `system` is the config's system message, for rows without one. */
export function lineSql(
  kind: KindName,
  format: JsonlFormat,
  { columns }: Pick<OpenRows, 'columns'>,
  { system, reasoning: wish }: Pick<BuildConfig['output'], 'system' | 'reasoning'>,
): string {
  const written = kindWriters[kind].formats[format];
  if (written === undefined) throw new Error(`${kind} has no format ${format}`);
  const reasoning = columnsThatAre(columns, 'reasoning');
  return written.line({
    system: systemOf(columns, system),
    reasoning: new Map(reasoning.map(({ name, meaning }) => [meaning.of, identifier(name)])),
    thoughts: thoughtsOf(wish),
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
