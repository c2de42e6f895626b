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
  has(column: string): boolean;
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
  const names = new Set(columns.map(({ name }) => name));
  return { manifest, paths, has: (column) => names.has(column) };
}

/** Makes rows that are here already known to a further session. */
export async function viewRows(db: DuckDB, { manifest, paths }: Omit<OpenRows, 'has'>): Promise<void> {
  await viewOf(db, { name: 'dataset', columns: manifest.columns, paths });
}

/** Throws CountsDoNotReconcile unless a file of the dataset got every row of its table. */
export function allWritten(file: string, rows: number, { stage, digest, counts }: TableManifest): void {
  if (rows !== counts.out)
    throw new CountsDoNotReconcile(
      `${file} got ${rows} of the ${counts.out} rows of ${stage}-${digest}; nothing is published`,
    );
}
