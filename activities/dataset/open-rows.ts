import type { Column } from '../../schemas/table/column.ts';
import type { Meaning } from '../../schemas/table/meaning.ts';
import type { TableManifest } from '../../schemas/table/table.ts';
import { mapConcurrently } from '../concurrently.ts';
import { CountsDoNotReconcile } from '../engine/plan/seal-flow.ts';
import type { DuckDB } from '../parquet/duckdb.ts';
import { viewOf } from '../parquet/select-shards.ts';
import type { BuildTable } from './dataset-tables.ts';

/** The published table in a DuckDB session, where it is called `dataset`. */
export interface OpenRows {
  readonly manifest: TableManifest;
  /** Local copies of the shards, in their order. */
  readonly paths: readonly string[];
  /** Those that a reader of the dataset has. */
  readonly columns: readonly Column[];
}

/** The first column of a meaning. */
export function columnThatIs<Is extends Meaning['is']>(
  columns: readonly Column[],
  is: Is,
): (Column & { meaning: Extract<Meaning, { is: Is }> }) | undefined {
  return columnsThatAre(columns, is)[0];
}

export function columnsThatAre<Is extends Meaning['is']>(
  columns: readonly Column[],
  is: Is,
): (Column & { meaning: Extract<Meaning, { is: Is }> })[] {
  return columns.flatMap((column) => {
    const { meaning } = column;
    return isOf(meaning, is) ? [{ ...column, meaning }] : [];
  });
}

function isOf<Is extends Meaning['is']>(
  meaning: Meaning | undefined,
  is: Is,
): meaning is Extract<Meaning, { is: Is }> {
  return meaning?.is === is;
}

/** Brings a table's shards here and makes them known as `dataset`. They stay valid as long as the folder `hold`. */
export async function openRows(
  db: DuckDB,
  { manifest, rows }: Pick<BuildTable, 'manifest' | 'rows'>,
  hold: string,
): Promise<OpenRows> {
  const paths = await mapConcurrently(rows, 8, (file) => file(hold));
  const { columns } = manifest;
  await viewRows(db, { manifest, paths });
  return { manifest, paths, columns };
}

/** Makes rows that are here already known to a further session. */
export async function viewRows(db: DuckDB, { manifest, paths }: Omit<OpenRows, 'columns'>): Promise<void> {
  await viewOf(db, { name: 'dataset', columns: manifest.columns, paths });
}

/** Throws CountsDoNotReconcile unless a file of the dataset got every row of its table. */
export function allWritten(file: string, rows: number, { stage, digest, counts }: TableManifest): void {
  if (rows !== counts.out)
    throw new CountsDoNotReconcile(
      `${file} got ${rows} of the ${counts.out} rows of ${stage}-${digest}; nothing is published`,
    );
}
