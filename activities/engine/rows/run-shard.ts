import { rm } from 'node:fs/promises';
import { allEnded } from '../../concurrently.ts';
import { addCounts, addReasons, addSpending } from '../../../schemas/table/counts.ts';
import type { ShardFiles, ShardManifest } from '../../../schemas/table/table.ts';
import type { ShardResult, ShardTask } from '../../../schemas/build/task.ts';
import { AttemptFiles } from '../tables/attempt-files.ts';
import { toJson } from '../../storage/stored-json.ts';
import { shardManifestKey, shardName, tableFolder } from '../tables/keys.ts';
import { openBuildOf, type OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';
import { TableDamaged } from '../tables/table-damaged.ts';
import type { Row } from '../../parquet/row.ts';
import { scratchFile } from '../../parquet/scratch-file.ts';
import type { ImplementedRowStage } from './row-stage.ts';
import { openAsking, type Ends } from './asking.ts';
import { inTurns } from './in-turns.ts';
import { paceOf, type Pace } from './pace.ts';
import type { Asking } from './row-context.ts';
import { runRow, type RowResult } from './run-row.ts';
import { openWork } from './shard-work.ts';
import { ShardTally, type Beat } from './tally.ts';

/**
 * One shard through one row stage. Rows run concurrently and wait for the endpoint, never for each other; those that an
 * earlier build met in the same stage need not run. Any number of attempts may be at it at the same time: the first
 * to write the shard's manifest decides what became of it, and all return that.
 * @param asks ends before `signal` does, when nothing new is to be asked and what was asked may still arrive
 * @param cancelled whether `signal` ended because a person cancelled the build
 */
export async function runShard(
  task: ShardTask,
  implemented: ImplementedRowStage,
  parts: WorkerParts,
  signal: AbortSignal,
  beat: (beat: Beat) => void,
  asks: AbortSignal = signal,
  cancelled: () => boolean = () => false,
): Promise<ShardResult> {
  const { step, index } = task;
  const build = await openBuildOf(task.build, parts);
  const from = await build.tables.shard(step.input, index);
  const done = await outcomeOf(task, from, build);
  if (done !== undefined) return done;

  const pace = paceOf(build, implemented.stage.name);
  const leave = await pace.mayRead(index, signal);
  const { earlier } = step;
  const read = [step.input, ...(earlier === undefined ? [] : [earlier.input, earlier.output])];
  try {
    return await build.tables.reading(read, () =>
      runOpen(task, from, implemented, build, parts, { signal, asks, cancelled }, beat, pace, leave),
    );
  } finally {
    leave();
  }
}

/** What became of the shard, where an attempt has finished it. Throws TableDamaged where it was made of other rows. */
async function outcomeOf(
  { step, index }: ShardTask,
  from: ShardFiles,
  { tables, store }: OpenBuild,
): Promise<ShardResult | undefined> {
  const outcome = await tables.outcome(step.output, index);
  if (outcome === undefined) return undefined;
  const { counts, spending, files } = outcome;
  if (files.input === from.rows.sha256) return { counts, spending };
  const place = store.locate(shardManifestKey(step.output, index));
  throw new TableDamaged(step.output, `${place} was made of rows that are not there any more`);
}

async function runOpen(
  task: ShardTask,
  from: ShardFiles,
  implemented: ImplementedRowStage,
  build: OpenBuild,
  parts: WorkerParts,
  { signal, ...others }: Ends,
  beat: (beat: Beat) => void,
  pace: Pace,
  begun: () => void,
): Promise<ShardResult> {
  const { step, index } = task;
  const { store } = build;
  const startedAt = new Date().toISOString();
  const work = await openWork(task, from.rows, build);
  const tally = new ShardTally({ stage: step.call.stage, shard: index }, work.rows.length, work.settled);
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  // Where no row must run, neither the answers nor the stage's resources are opened.
  const opened =
    work.rows.length === 0
      ? undefined
      : {
          run: await implemented.prepare(step.call.params, { build, parts, signal }),
          ...(await openAsking(task, implemented.stage, build, parts, tally, { ...others, signal: ends })),
        };
  const books = opened?.books ?? [];
  const desks = opened?.desks ?? [];
  const stopBeats = tally.report(beat, () => parts.inference.states(), desks);
  const paths = { rows: scratchFile(parts.scratchDir), rejects: scratchFile(parts.scratchDir) };
  const files = new AttemptFiles(store, tableFolder(step.output));
  let written = (): void => undefined;
  try {
    await Promise.all(desks.map((desk) => desk.adopt()));
    const allBegun = (): void => {
      begun();
      opened?.allBegun();
    };
    const results = opened === undefined ? [] : await runAll(work.rows, opened, tally, allBegun);
    written = pace.ends(results.length);
    const ran = tally.result(results);
    // Each is dozens of turns of a busy event loop, in which the shard's rows are held.
    const flushed = allEnded(books.map((book) => book.flush()));
    const [wrote] = await allEnded([work.write(results, paths), flushed]);
    const counts = addCounts(ran.counts, wrote.counts);
    const name = shardName(index);
    const rows = await files.put(name, '.parquet', paths.rows, counts.out);
    const manifest: ShardManifest = {
      index,
      files: {
        input: from.rows.sha256,
        rows,
        ...(counts.rejected === 0
          ? {}
          : { rejects: await files.put(name, '.rejects.parquet', paths.rejects, counts.rejected) }),
      },
      counts,
      spending: addSpending(ran.spending, wrote.spending),
      reasons: addReasons(ran.reasons, wrote.reasons),
      copied: wrote.copied,
      startedAt,
      finishedAt: new Date().toISOString(),
    };
    const result = await decide(task, from, manifest, files, build);
    await Promise.all(books.map((book) => book.close()));
    await Promise.all(desks.map((desk) => desk.close()));
    return result;
  } catch (error) {
    stop.abort();
    await Promise.all(desks.map((desk) => desk.leave()));
    await Promise.all(books.map((book) => book.leave()));
    throw error;
  } finally {
    stopBeats();
    written();
    // Where the store did not take them, above all a full one.
    await Promise.all(Object.values(paths).map((path) => rm(path, { force: true })));
  }
}

/** Writes the shard's manifest, or takes over the one that another attempt has written first. */
async function decide(
  task: ShardTask,
  from: ShardFiles,
  manifest: ShardManifest,
  files: AttemptFiles,
  build: OpenBuild,
): Promise<ShardResult> {
  const { step, index } = task;
  const key = shardManifestKey(step.output, index);
  if ((await build.store.putBytes(key, toJson(manifest))) === 'written')
    return { counts: manifest.counts, spending: manifest.spending };
  const outcome = await build.tables.outcome(step.output, index);
  // A put that was sent again may have met itself.
  if (outcome?.files.rows.name === manifest.files.rows.name)
    return { counts: manifest.counts, spending: manifest.spending };
  await files.discard();
  const first = await outcomeOf(task, from, build);
  if (first === undefined)
    throw new TableDamaged(step.output, `${build.store.locate(key)} is not there any more`);
  return first;
}

function runAll(
  rows: readonly Row[],
  { run, asking }: { run: Awaited<ReturnType<ImplementedRowStage['prepare']>>; asking: Asking },
  tally: ShardTally,
  begun: () => void,
): Promise<RowResult[]> {
  return inTurns(rows, asking.enter, (row) => runRow(row, run, asking, tally), begun);
}
