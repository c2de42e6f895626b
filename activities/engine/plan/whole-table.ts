import { noSpending } from '../../../schemas/table/counts.ts';
import type { Counts, TableManifest, TableOutline } from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';
import type { WrittenShard } from '../../parquet/write-shards.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import { putShards } from '../tables/attempt-files.ts';
import { writeOutline } from './plan-flow.ts';
import { checkTable } from './seal-flow.ts';

/** A table that one activity wrote as a whole, before it is in the store. */
export interface WholeTable {
  readonly table: TableRef;
  readonly outline: Pick<TableOutline, 'origin' | 'title' | 'stageDigest' | 'inputs' | 'beside' | 'columns'>;
  readonly written: readonly WrittenShard[];
  /** As they are known without what was written, which is held against them. */
  readonly counts: Counts;
  readonly reasons?: Readonly<Record<string, number>>;
  readonly rejects?: { readonly path: string; readonly rows: number };
  readonly startedAt: string;
}

/**
 * Puts a table into the store and holds it against its files; `completeTable` makes it the one that counts. Throws as
 * `checkTable` does.
 * @param folder a scratch folder of the caller's
 */
export async function putWholeTable(
  build: OpenBuild,
  { table, outline, written, counts, reasons = {}, rejects, startedAt }: WholeTable,
  folder: string,
): Promise<TableManifest> {
  const files = await putShards(build.store, table, written, rejects);
  await writeOutline(build, table, outline);
  const manifest: TableManifest = {
    format: 'tunesmith-table-2',
    ...table,
    ...outline,
    files,
    counts,
    spending: noSpending,
    reasons: { ...reasons },
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    startedAt,
    finishedAt: new Date().toISOString(),
  };
  await checkTable(build, manifest, folder);
  return manifest;
}
