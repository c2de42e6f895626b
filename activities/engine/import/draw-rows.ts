import { join } from 'node:path';
import { columnsOf } from '../../../schemas/table/column.ts';
import { drawShape } from '../../../schemas/table/draw.ts';
import type { TableManifest } from '../../../schemas/table/table.ts';
import type { BuildRef, TableRef, TableSummary } from '../../../schemas/build/task.ts';
import { digestOf } from '../../digest.ts';
import { withDuckDB } from '../../parquet/duckdb.ts';
import { writeShards } from '../../parquet/write-shards.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { completeTable } from '../plan/seal-flow.ts';
import { tableLayout } from '../plan/stage-digest.ts';
import { putWholeTable } from '../plan/whole-table.ts';
import { shardCount } from '../tables/shard-count.ts';
import { summaryOf } from '../tables/summary.ts';
import { findEdition } from '../tables/table-state.ts';
import { withScratch } from '../../storage/scratch-folder.ts';

export interface DrawInput {
  readonly build: BuildRef;
  readonly rows: number;
  /** Tells draws apart that one build makes: rows of the same number in two of them are two rows. */
  readonly label?: string;
}

const stage = 'draw';
const columns = columnsOf(drawShape);

/**
 * Bytes that a row of nothing is taken for: what a model writes for it, about a page, decides how large its shard will be.
 */
const rowBytes = 4096;

/**
 * Rows that come from nothing: numbers from 0 on. A row's id follows from its number, so that a larger table holds the
 * rows of a smaller one, which later builds copy instead of asking for them again.
 */
export async function drawRows(input: DrawInput, parts: WorkerParts): Promise<TableSummary> {
  const { rows, label = '' } = input;
  const build = await openBuildOf(input.build, parts);
  const shards = shardCount(rows, rows * rowBytes, build.plan.config.sharding);
  const stageDigest = digestOf({ layout: tableLayout, stage, label });
  const first: TableRef = { digest: digestOf({ stageDigest, rows, shards }), stage, shards };
  const { table, state } = await findEdition(build.store, first, () => true);
  if (state.manifest !== undefined) return summaryOf(state.manifest, true);
  return withScratch(parts.scratchDir, 'draw', async (folder) => {
    const outline = { origin: first.digest, title: 'Draw', stageDigest, inputs: [], columns };
    const manifest = await write(build, table, outline, rows, label, folder, parts);
    return summaryOf(await completeTable(build, manifest), false);
  });
}

async function write(
  build: OpenBuild,
  table: TableRef,
  outline: Pick<TableManifest, 'origin' | 'title' | 'stageDigest' | 'inputs' | 'columns'>,
  rows: number,
  label: string,
  folder: string,
  parts: WorkerParts,
): Promise<TableManifest> {
  const startedAt = new Date().toISOString();
  const options = { memoryLimit: parts.setMemory, scratchDir: folder, onDisk: true };
  const written = await withDuckDB(options, (db) =>
    writeShards(
      db,
      `SELECT md5('draw ${digestOf(label)} ' || range) AS id, range AS draw FROM range(${rows})`,
      columns,
      table.shards,
      join(folder, 'shards'),
    ),
  );
  const counts = { in: rows, out: rows, rejected: 0, expanded: 0 };
  return putWholeTable(build, { table, outline, written, counts, startedAt }, folder);
}
