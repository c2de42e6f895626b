import type { Column } from '../../schemas/table/column.ts';
import type { DuckDB } from './duckdb.ts';
import { identifier, parquetFiles } from './sql.ts';
import type { WrittenShard } from './write-shards.ts';
import { writeShards } from './write-shards.ts';

/** A table as a query sees it: under its name, with its columns. */
export interface Input {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Local paths of all its shards. */
  readonly paths: readonly string[];
}

export interface Selection {
  readonly inputs: readonly Input[];
  /** SQL over the inputs' names; its result has the columns. */
  readonly query: string;
  readonly columns: readonly Column[];
  readonly shards: number;
  readonly dir: string;
}

/** A set stage: runs its SQL over whole tables and writes the result as shards. Throws `QueryFailed`. */
export async function selectShards(db: DuckDB, selection: Selection): Promise<WrittenShard[]> {
  for (const input of selection.inputs) await viewOf(db, input);
  return writeShards(db, selection.query, selection.columns, selection.shards, selection.dir);
}

/** Makes a table's shards known to the session under its name. Columns that the table does not declare stay out. */
export async function viewOf(db: DuckDB, input: Input): Promise<void> {
  const names = input.columns.map(({ name }) => identifier(name)).join(', ');
  await db.run(
    `CREATE OR REPLACE VIEW ${identifier(input.name)} AS SELECT ${names} FROM ${parquetFiles(input.paths)}`,
  );
}
