import { columnsOf } from '../../schemas/column.ts';
import { rejectShape, ShardManifestSchema, type Reject, type ShardManifest } from '../../schemas/table.ts';
import type { ShardResult, ShardTask } from '../../schemas/task.ts';
import { readDocument, toJson } from '../engine/documents.ts';
import { shardKey } from '../engine/keys.ts';
import { openBuildOf } from '../engine/open-plan.ts';
import type { WorkerParts } from '../engine/parts.ts';
import { readRows } from '../tables/read-rows.ts';
import { writeRows } from '../tables/write-rows.ts';
import { scratchFile } from '../tables/scratch-file.ts';
import type { ImplementedRowStage } from './row-stage.ts';
import { openAsking } from './asking.ts';
import { inTurns } from './in-turns.ts';
import { runRow } from './run-row.ts';
import { ShardTally, type Beat } from './tally.ts';

/**
 * One shard through one row stage. Rows run concurrently and wait for the endpoint, never for each other. The shard's
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

  const startedAt = new Date().toISOString();
  const [input, output] = await Promise.all([build.outline(step.input), build.outline(step.output)]);
  const rows = await readRows(await store.fetch(shardKey(step.input, index, 'rows')), input.columns);
  const tally = new ShardTally(step.call.stage, rows.length);
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  const run = await implemented.prepare(step.call.params, { build, parts, signal });
  const { asking, book } = await openAsking(task, implemented.stage, build, parts, tally, ends);
  const stopBeats = tally.report(beat, () => parts.inference.states());
  try {
    const results = await inTurns(rows, asking.enter, (row) => runRow(row, run, asking, tally));
    const kept = results.flatMap(({ rows: made }) => made);
    const rejects = results.flatMap(({ reject }): Reject[] => (reject === undefined ? [] : [reject]));
    await book?.flush();
    const path = scratchFile(parts.scratchDir);
    const { bytes } = await writeRows(path, output.columns, kept);
    await store.putFile(shardKey(step.output, index, 'rows'), path);
    if (rejects.length > 0) {
      const rejectPath = scratchFile(parts.scratchDir);
      await writeRows(rejectPath, columnsOf(rejectShape), rejects);
      await store.putFile(shardKey(step.output, index, 'rejects'), rejectPath);
    }
    const manifest: ShardManifest = {
      index,
      ...tally.result(kept.length, rejects),
      bytes,
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
  }
}
