import type { DatasetTable } from '../../schemas/dataset/manifest.ts';
import type { TableManifest } from '../../schemas/table/table.ts';
import type { TableSummary } from '../../schemas/build/task.ts';
import { mapConcurrently } from '../concurrently.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import type { StoredFile } from '../engine/tables/tables.ts';
import { importOf } from '../engine/import/import-record.ts';

/** A table as the build told of it and as its own manifest does. */
export interface BuildTable {
  readonly summary: TableSummary;
  /** Of an import: with what this build's import met. */
  readonly manifest: TableManifest;
  readonly rows: readonly StoredFile[];
  readonly rejects: readonly StoredFile[];
}

/** The build's tables, in the recipe's order. Throws TableDamaged. */
export function readTables(
  { store, tables }: Pick<OpenBuild, 'store' | 'tables'>,
  summaries: readonly TableSummary[],
): Promise<BuildTable[]> {
  return mapConcurrently(summaries, 16, async (summary): Promise<BuildTable> => {
    const { table, import: digest } = summary;
    const manifest = await tables.manifest(table);
    const rows = await tables.rowFiles(table);
    if (digest === undefined) return { summary, manifest, rows, rejects: await tables.rejectFiles(table) };
    const { counts, reasons, rejects } = await importOf(store, table, digest);
    return { summary, manifest: { ...manifest, counts, reasons }, rows, rejects };
  });
}

/** What a dataset's manifest tells of a table. */
export function datasetTable({ summary, manifest }: BuildTable): DatasetTable {
  const { stageDigest, model, inputs, startedAt, finishedAt } = manifest;
  return {
    ...summary,
    spending: manifest.spending,
    stageDigest,
    ...(model === undefined ? {} : { model }),
    inputs,
    startedAt,
    finishedAt,
  };
}
