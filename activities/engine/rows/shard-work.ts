import { columnsOf, type Column } from '../../../schemas/table/column.ts';
import { addUsage, noCounts, noSpending } from '../../../schemas/table/counts.ts';
import {
  rejectShape,
  type Counts,
  type Reject,
  type Spending,
  type TableFile,
} from '../../../schemas/table/table.ts';
import type { ShardTask } from '../../../schemas/build/task.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import { QueryFailed } from '../../parquet/query-failed.ts';
import { countRows, readRows } from '../../parquet/read-rows.ts';
import type { Row } from '../../parquet/row.ts';
import { onRowDatabase } from '../../parquet/row-database.ts';
import { changedRows, createViews, placeOf, type EarlierFiles } from '../../parquet/unchanged-rows.ts';
import { TableUnreadable } from '../../parquet/table-unreadable.ts';
import { writeCopies, type Copied } from '../../parquet/write-copies.ts';
import { writeRows } from '../../parquet/write-rows.ts';
import { earlierShard, type EarlierShard } from './earlier-shard.ts';
import { unsettled } from '../tables/unsettled.ts';
import type { RowResult } from './run-row.ts';
import type { Settled } from './tally.ts';

/** Where a shard's files are written before they go to the store. */
export interface Paths {
  readonly rows: string;
  readonly rejects: string;
}

/** What a shard's rows that did not run add to its manifest. */
export interface WrittenWork {
  readonly copied: number;
  readonly counts: Counts;
  readonly spending: Spending;
  readonly reasons: Readonly<Record<string, number>>;
}

/** The rows of a shard that must run, and how its files are written once they have. */
export interface ShardWork {
  readonly rows: readonly Row[];
  /** Those that need not run; what became of them is told for the progress, in proportion to the earlier shards. */
  readonly settled: Settled;
  /** Writes the outcome of all rows, given that of those that ran, in their order. */
  write(results: readonly RowResult[], paths: Paths): Promise<WrittenWork>;
}

/**
 * Reads a shard. A row that is the same as in the input of an earlier table of this very stage does not run again: its
 * outcome is copied (docs/tables.md).
 */
export async function openWork(
  { step, index }: ShardTask,
  from: TableFile,
  build: OpenBuild,
): Promise<ShardWork> {
  const { tables } = build;
  const [input, output, path, earlier] = await Promise.all([
    tables.outline(step.input),
    tables.outline(step.output),
    tables.fetch(step.input, from),
    earlierShard(build, step, index),
  ]);
  if (earlier !== undefined)
    try {
      return await rowsThatChanged(path, input.columns, output.columns, earlier);
    } catch (error) {
      // What is to be copied may be damaged, and then it is not copied; the input, read below, is told of if that is.
      if (!(error instanceof QueryFailed || error instanceof TableUnreadable)) throw error;
    }
  return everyRow(path, input.columns, output.columns);
}

async function everyRow(
  path: string,
  columns: readonly Column[],
  written: readonly Column[],
): Promise<ShardWork> {
  const rows = await readRows(path, columns);
  return {
    rows,
    settled: noCounts,
    async write(results, paths) {
      const kept = results.flatMap(({ rows: made }) => made);
      const rejects = results.flatMap(({ reject }): Reject[] => (reject === undefined ? [] : [reject]));
      await writeRows(paths.rows, written, kept);
      if (rejects.length > 0) await writeRows(paths.rejects, columnsOf(rejectShape), rejects);
      return { copied: 0, counts: noCounts, spending: noSpending, reasons: {} };
    },
  };
}

async function rowsThatChanged(
  path: string,
  columns: readonly Column[],
  written: readonly Column[],
  earlier: EarlierShard,
): Promise<ShardWork> {
  const files: EarlierFiles = { ...earlier, expanded: earlier.counts.expanded > 0 };
  const { rows, all } = await onRowDatabase(async (connection) => {
    await createViews(connection, path, columns, files);
    const changed = await changedRows(connection, columns, files, unsettled);
    return { rows: changed, all: await countRows(connection, 'input') };
  });
  return {
    rows,
    settled: partOf(earlier.counts, all - rows.length),
    async write(results, paths) {
      const ran = results.map((result, at) => ({ ...result, place: placeOf(rows[at] ?? {}) }));
      // Not the connection of before: the rows may have waited for hours in between.
      const copied = await onRowDatabase(async (connection) => {
        await createViews(connection, path, columns, files);
        return writeCopies(connection, written, ran, paths);
      });
      return accountOf(copied, earlier);
    },
  };
}

/** So many of an earlier shard's rows, and what becomes of them if they are like the others. Exact for all of them. */
function partOf(counts: Counts, rows: number): Settled {
  const share = counts.in === 0 ? 0 : rows / counts.in;
  return { in: rows, out: Math.round(counts.out * share), rejected: Math.round(counts.rejected * share) };
}

function accountOf({ rows, out, giving, reasons }: Copied, { counts, spending }: EarlierShard): WrittenWork {
  const rejected = Object.values(reasons).reduce((sum, each) => sum + each, 0);
  return {
    copied: rows,
    counts: { in: rows, out, rejected, expanded: out - giving },
    spending: counts.in === 0 ? noSpending : shareOf(spending, rows / counts.in),
    reasons,
  };
}

/**
 * What the copied rows' answers cost when they were asked. Spending is known by the shard, not by the row: exact when
 * all rows were copied, in proportion to the rows otherwise.
 */
function shareOf({ asked, reused, usage, reusedUsage, models, standIn }: Spending, share: number): Spending {
  const part = (number: number): number => Math.round(number * share);
  const { promptTokens, completionTokens, reasoningTokens = 0 } = addUsage(usage, reusedUsage);
  const thought = part(reasoningTokens);
  return {
    ...noSpending,
    reused: part(asked + reused),
    reusedUsage: {
      promptTokens: part(promptTokens),
      completionTokens: part(completionTokens),
      ...(thought === 0 ? {} : { reasoningTokens: thought }),
    },
    models,
    standIn,
  };
}
