import { describe, expect, test } from 'vitest';
import { planFlow } from '../../activities/engine/plan/plan-flow.ts';
import { sealFlow } from '../../activities/engine/plan/seal-flow.ts';
import { stateOf } from '../../activities/engine/tables/table-state.ts';
import { runShard } from '../../activities/engine/rows/run-shard.ts';
import { rowStages } from '../../activities/recipes/index.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import { pairShape } from '../../schemas/kinds/pair.ts';
import { rejectShape } from '../../schemas/table/table.ts';
import type { ShardResult, Step } from '../../schemas/build/task.ts';
import type { WorkerParts } from '../../activities/engine/build/worker-parts.ts';
import { keysOf, places } from '../storage/places.ts';
import { atEachWrite, interrupted } from './at-each-write.ts';
import { call, rows, twinBuild, type TwinBuild } from './twin-build.ts';

const [answer] = [...rowStages.values()].filter(({ stage }) => stage.name === 'answer');

function attempt(build: TwinBuild, step: Step, index: number, parts: WorkerParts): Promise<ShardResult> {
  if (answer === undefined) throw new Error('there is no stage "answer"');
  const { signal } = new AbortController();
  return runShard({ build: build.ref, step, index }, answer, parts, signal, () => undefined);
}

describe.each(places())('on a $kind store', (place) => {
  test('two attempts at a shard whose models differ, at every moment: one outcome, told and there', async () => {
    const moments = await atEachWrite(async (moment) => {
      const config = place.config();
      const store = await place.open(config);
      const build = await twinBuild(store, config, place.folder());
      const second = await build.worker('second', '89ab');
      const flow = await planFlow({ build: build.ref, input: build.input.table, calls: [call] }, second);
      const [step] = flow.steps;
      if (step === undefined) throw new Error('nothing is planned');
      let theirs: ShardResult | undefined;
      const between = interrupted(store, moment, async () => {
        theirs = await attempt(build, step, 0, second);
      });
      const first = await build.worker('first', '0123456', between.store);

      const ours = await attempt(build, step, 0, first);
      if (theirs !== undefined) expect(ours).toEqual(theirs);
      await attempt(build, step, 1, second);
      const [sealed] = await sealFlow({ build: build.ref, flow }, first);

      const tables = new Tables(store);
      const { files, counts } = await tables.manifest(step.output);
      expect(sealed?.counts).toEqual(counts);
      const made = await Promise.all(
        files.map(async (file) => readTyped(await tables.fetch(step.output, file.rows), pairShape)),
      );
      const dropped = await Promise.all(
        files.map(async ({ rejects }) =>
          rejects === undefined ? [] : readTyped(await tables.fetch(step.output, rejects), rejectShape),
        ),
      );
      expect(made.flat()).toHaveLength(counts.out);
      expect(dropped.flat()).toHaveLength(counts.rejected);
      expect(counts.out + counts.rejected).toBe(rows);
      // Nothing of the other attempt is left.
      const named = files.flatMap(({ rows: kept, rejects }) => [
        kept.name,
        ...(rejects ? [rejects.name] : []),
      ]);
      const there = await keysOf(store, 'tables/answer');
      expect(there.filter((key) => key.endsWith('.parquet'))).toHaveLength(named.length);
      expect((await stateOf(store, step.output)).damage).toBeUndefined();
      return between;
    });
    // Rows, rejects, answers, manifest at least, before and after each.
    expect(moments).toBeGreaterThanOrEqual(8);
  });
});
