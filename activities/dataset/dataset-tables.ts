import type { DatasetTable } from '../../schemas/dataset-manifest.ts';
import { TableManifestSchema, type TableManifest } from '../../schemas/table.ts';
import type { TableSummary } from '../../schemas/task.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { needDocument } from '../engine/documents.ts';
import { manifestKey } from '../engine/keys.ts';
import type { OpenBuild } from '../engine/open-plan.ts';

/** A table as the build told of it and as its own manifest does. */
export interface BuildTable {
  readonly summary: TableSummary;
  readonly manifest: TableManifest;
}

/** The manifests of a build's tables, in the recipe's order. */
export function readTables(build: OpenBuild, tables: readonly TableSummary[]): Promise<BuildTable[]> {
  return mapConcurrently(tables, 16, async (summary) => ({
    summary,
    manifest: await needDocument(build.store, manifestKey(summary.table), TableManifestSchema),
  }));
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
