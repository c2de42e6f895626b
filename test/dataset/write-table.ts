import { join } from 'node:path';
import { digestOf } from '../../activities/digest.ts';
import { toJson } from '../../activities/storage/stored-json.ts';
import { AttemptFiles } from '../../activities/engine/tables/attempt-files.ts';
import { manifestKey, shardName, tableFolder } from '../../activities/engine/tables/keys.ts';
import { summaryOf } from '../../activities/engine/tables/summary.ts';
import type { Store } from '../../activities/storage/store.ts';
import { shardOf } from '../../activities/parquet/shard-of.ts';
import type { Row } from '../../activities/parquet/row.ts';
import { writeRows } from '../../activities/parquet/write-rows.ts';
import { columnsOf, type Column } from '../../schemas/table/column.ts';
import { noSpending } from '../../schemas/table/counts.ts';
import {
  rejectShape,
  type Reject,
  type ShardFiles,
  type Spending,
  type TableManifest,
} from '../../schemas/table/table.ts';
import type { TableSummary } from '../../schemas/build/task.ts';

export interface TestTable {
  readonly stage: string;
  readonly title: string;
  readonly columns: Column[];
  readonly rows: readonly ({ id: string } & Record<string, unknown>)[];
  readonly shards: number;
  /** Rows that came to the stage. */
  readonly came: number;
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
  const files: ShardFiles[] = [];
  for (let index = 0; index < shards; index += 1) {
    const mine = rows
      .filter(({ id }) => shardOf(id, shards) === index)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const attempt = new AttemptFiles(store, tableFolder(ref));
    const put = async (ending: '.parquet' | '.rejects.parquet', of: Column[], records: readonly Row[]) => {
      const path = join(scratch, 'shard.parquet');
      await writeRows(path, of, records);
      return attempt.put(shardName(index), ending, path, records.length);
    };
    const written = await put('.parquet', columns, mine);
    files.push(
      index > 0 || rejects.length === 0
        ? { rows: written }
        : { rows: written, rejects: await put('.rejects.parquet', columnsOf(rejectShape), [...rejects]) },
    );
  }
  const reasons: Record<string, number> = {};
  for (const { reason } of rejects) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const manifest: TableManifest = {
    format: 'tunesmith-table-2',
    ...ref,
    origin: ref.digest,
    files,
    title,
    stageDigest: digestOf(stage),
    ...(table.model === undefined ? {} : { model: table.model }),
    inputs: from,
    columns,
    counts: { in: table.came, out: rows.length, rejected: rejects.length, expanded: 0 },
    spending,
    reasons,
    bytes: files.reduce((sum, file) => sum + file.rows.bytes, 0),
    startedAt: '2026-11-21T00:00:01.000Z',
    finishedAt: '2026-11-21T00:01:41.500Z',
  };
  await store.replace(manifestKey(ref), toJson(manifest));
  return { summary: summaryOf(manifest, false), columns };
}
