import { join } from 'node:path';
import { digestOf } from '../../activities/digest.ts';
import { toJson } from '../../activities/engine/documents.ts';
import { manifestKey, shardKey } from '../../activities/engine/keys.ts';
import { summaryOf } from '../../activities/engine/summary.ts';
import type { Store } from '../../activities/storage/store.ts';
import { shardOf } from '../../activities/tables/shard-of.ts';
import { writeRows } from '../../activities/tables/write-rows.ts';
import { columnsOf, type Column } from '../../schemas/column.ts';
import { noSpending } from '../../schemas/counts.ts';
import { rejectShape, type Reject, type Spending, type TableManifest } from '../../schemas/table.ts';
import type { TableSummary } from '../../schemas/task.ts';

export interface TestTable {
  readonly stage: string;
  readonly title: string;
  readonly columns: Column[];
  readonly rows: readonly ({ id: string } & Record<string, unknown>)[];
  readonly shards: number;
  /** Rows that came to the stage. */
  readonly came: number;
  /** Rows that the counts tell of, where they are not those that are written. */
  readonly out?: number;
  readonly rejects?: readonly Reject[];
  readonly inputs: readonly WrittenTable[];
  readonly spending?: Spending;
  readonly model?: string;
  readonly digest?: string;
}

export interface WrittenTable {
  readonly summary: TableSummary;
  readonly columns: Column[];
}

/** Writes a table as the engine does: shards by the hash of the id, rejects beside the first, a manifest. */
export async function writeTable(store: Store, scratch: string, table: TestTable): Promise<WrittenTable> {
  const { stage, title, columns, rows, shards, rejects = [], inputs, spending = noSpending } = table;
  const from = inputs.map(({ summary }) => ({ digest: summary.table.digest, stage: summary.table.stage }));
  const ref = {
    stage,
    digest: table.digest ?? digestOf({ stage, from, ids: rows.map(({ id }) => id) }),
    shards,
  };
  let bytes = 0;
  for (let index = 0; index < shards; index += 1) {
    const mine = rows
      .filter(({ id }) => shardOf(id, shards) === index)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    bytes += await put(store, scratch, shardKey(ref, index, 'rows'), columns, mine);
  }
  if (rejects.length > 0)
    await put(store, scratch, shardKey(ref, 0, 'rejects'), columnsOf(rejectShape), rejects);
  const reasons: Record<string, number> = {};
  for (const { reason } of rejects) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const manifest: TableManifest = {
    format: 'tunesmith-table-1',
    ...ref,
    title,
    stageDigest: digestOf(stage),
    ...(table.model === undefined ? {} : { model: table.model }),
    inputs: from,
    columns,
    counts: { in: table.came, out: table.out ?? rows.length, rejected: rejects.length, expanded: 0 },
    spending,
    reasons,
    bytes,
    startedAt: '2026-11-21T00:00:01.000Z',
    finishedAt: '2026-11-21T00:01:41.500Z',
  };
  await store.replace(manifestKey(ref), toJson(manifest));
  return { summary: summaryOf(manifest, false), columns };
}

async function put(
  store: Store,
  scratch: string,
  key: string,
  columns: Column[],
  rows: readonly Record<string, unknown>[],
): Promise<number> {
  const path = join(scratch, 'shard.parquet');
  const { bytes } = await writeRows(path, columns, rows);
  await store.putFile(key, path);
  return bytes;
}
