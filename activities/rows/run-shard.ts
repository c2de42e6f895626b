import { rm } from 'node:fs/promises';
import { addCounts, addReasons, addSpending } from '../../schemas/counts.ts';
import { ShardManifestSchema, type ShardManifest } from '../../schemas/table.ts';
import type { ShardResult, ShardTask, TableRef } from '../../schemas/task.ts';
import { readDocument, toJson } from '../engine/documents.ts';
import { shardKey } from '../engine/keys.ts';
import { openBuildOf, type OpenBuild } from '../engine/open-plan.ts';
import type { WorkerParts } from '../engine/parts.ts';
import type { Store } from '../storage/store.ts';
import type { Row } from '../tables/row.ts';
import { scratchFile } from '../tables/scratch-file.ts';
import type { ImplementedRowStage } from './row-stage.ts';
import { openAsking } from './asking.ts';
import { inTurns } from './in-turns.ts';
import { mayRead } from './readiness.ts';
import type { Asking } from './row-context.ts';
import { runRow, type RowResult } from './run-row.ts';
import { openWork, type Paths, type WrittenWork } from './shard-work.ts';
import { ShardTally, type Beat } from './tally.ts';

/**
 * One shard through one row stage. Rows run concurrently and wait for the endpoint, never for each other; those that an
 * earlier build met in the same stage need not run. The shard's
 * manifest is written last; a shard that has one is done and is never run again.
 */
export async function runShard(
  task: ShardTask,
  implemented: ImplementedRowStage,
  parts: WorkerParts,
  signal: AbortSignal,
  beat: (beat: Beat) => void,
): Promise<ShardResult> {
  const { step, index } = task;
  const build = await openBuildOf(task.build, parts);
  const { store } = build;
  const done = await readDocument(store, shardKey(step.output, index, 'manifest'), ShardManifestSchema);
  if (done !== undefined) return { counts: done.counts, spending: done.spending };

  const leave = await mayRead(build, implemented.stage.name, index, signal);
  try {
    return await runOpen(task, implemented, build, parts, signal, beat, leave);
  } finally {
    leave();
  }
}

async function runOpen(
  task: ShardTask,
  implemented: ImplementedRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  signal: AbortSignal,
  beat: (beat: Beat) => void,
  begun: () => void,
): Promise<ShardResult> {
  const { step, index } = task;
  const { store } = build;
  const startedAt = new Date().toISOString();
  const work = await openWork(task, build);
  const tally = new ShardTally({ stage: step.call.stage, shard: index }, work.rows.length, work.settled);
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  // Where no row must run, neither the answers nor the stage's resources are opened.
  const opened =
    work.rows.length === 0
      ? undefined
      : {
          run: await implemented.prepare(step.call.params, { build, parts, signal }),
          ...(await openAsking(task, implemented.stage, build, parts, tally, ends)),
        };
  const book = opened?.book;
  const stopBeats = tally.report(beat, () => parts.inference.states());
  const paths = { rows: scratchFile(parts.scratchDir), rejects: scratchFile(parts.scratchDir) };
  try {
    const results = opened === undefined ? [] : await runAll(work.rows, opened, tally, begun);
    await book?.flush();
    const ran = tally.result(results);
    const write = async (): Promise<WrittenWork> => {
      const written = await work.write(results, paths);
      return { ...written, reasons: addReasons(ran.reasons, written.reasons) };
    };
    const { reasons, ...written } = await putShard(store, step.output, index, paths, write);
    const manifest: ShardManifest = {
      index,
      counts: addCounts(ran.counts, written.counts),
      spending: addSpending(ran.spending, written.spending),
      reasons,
      bytes: written.bytes,
      copied: written.copied,
      startedAt,
      finishedAt: new Date().toISOString(),
    };
    await store.putBytes(shardKey(step.output, index, 'manifest'), toJson(manifest));
    await book?.close();
    return { counts: manifest.counts, spending: manifest.spending };
  } catch (error) {
    stop.abort();
    await book?.leave();
    throw error;
  } finally {
    stopBeats();
    // Where the store did not take them, above all a full one.
    await Promise.all(Object.values(paths).map((path) => rm(path, { force: true })));
  }
}

/**
 * Writes a shard's files and puts them. An attempt that was killed before its manifest may have left others there, of
 * requests that failed where this one's did not: they give way, since they are not what this manifest tells of.
 */
async function putShard(
  store: Store,
  table: TableRef,
  index: number,
  paths: Paths,
  write: () => Promise<WrittenWork>,
): Promise<WrittenWork> {
  const [rows, rejects] = [shardKey(table, index, 'rows'), shardKey(table, index, 'rejects')];
  let written = await write();
  if ((await store.putFile(rows, paths.rows)) === 'exists') {
    await store.remove(rejects);
    await store.remove(rows);
    written = await write();
    await store.putFile(rows, paths.rows);
  }
  if (Object.keys(written.reasons).length > 0) await store.putFile(rejects, paths.rejects);
  return written;
}

function runAll(
  rows: readonly Row[],
  { run, asking }: { run: Awaited<ReturnType<ImplementedRowStage['prepare']>>; asking: Asking },
  tally: ShardTally,
  begun: () => void,
): Promise<RowResult[]> {
  return inTurns(rows, asking.enter, (row) => runRow(row, run, asking, tally), begun);
}
