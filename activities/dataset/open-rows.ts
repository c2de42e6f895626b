import type { TableManifest } from '../../schemas/table.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { shardKey } from '../engine/keys.ts';
import type { Store } from '../storage/store.ts';
import type { DuckDB } from '../tables/duckdb.ts';
import { viewOf } from '../tables/select-shards.ts';

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
  store: Store,
  manifest: TableManifest,
  hold: string,
): Promise<OpenRows> {
  const indices = Array.from({ length: manifest.shards }, (_, index) => index);
  const paths = await mapConcurrently(indices, 8, (index) =>
    store.fetch(shardKey(manifest, index, 'rows'), hold),
  );
  const { columns } = manifest;
  await viewRows(db, { manifest, paths });
  const names = new Set(columns.map(({ name }) => name));
  return { manifest, paths, has: (column) => names.has(column) };
}

/** Makes rows that are here already known to a further session. */
export async function viewRows(db: DuckDB, { manifest, paths }: Omit<OpenRows, 'has'>): Promise<void> {
  await viewOf(db, { name: 'dataset', columns: manifest.columns, paths });
}
