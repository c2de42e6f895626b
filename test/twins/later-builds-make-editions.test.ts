import { expect, test } from 'vitest';
import { planFlow } from '../../activities/engine/plan/plan-flow.ts';
import { sealFlow } from '../../activities/engine/plan/seal-flow.ts';
import { runShard } from '../../activities/engine/rows/run-shard.ts';
import { lastBegun } from '../../activities/engine/tables/table-state.ts';
import { rowStages } from '../../activities/recipes/index.ts';
import type { WorkerParts } from '../../activities/engine/build/worker-parts.ts';
import type { BuildRef, PlannedFlow, Step } from '../../schemas/build/task.ts';
import { place } from '../storage/places.ts';
import { call, rows, twinBuild, type TwinBuild } from './twin-build.ts';

const [answer] = [...rowStages.values()].filter(({ stage }) => stage.name === 'answer');

const planned = (ref: BuildRef, { input }: TwinBuild, parts: WorkerParts): Promise<PlannedFlow> =>
  planFlow({ build: ref, input: input.table, calls: [call] }, parts);

async function made(ref: BuildRef, flow: PlannedFlow, parts: WorkerParts, shards = [0, 1]) {
  const [step] = flow.steps;
  if (answer === undefined || step === undefined) throw new Error('nothing is planned');
  const { signal } = new AbortController();
  for (const index of shards)
    await runShard({ build: ref, step, index }, answer, parts, signal, () => undefined);
  return step;
}

async function sealed(ref: BuildRef, build: TwinBuild, parts: WorkerParts): Promise<Step> {
  const flow = await planned(ref, build, parts);
  const step = await made(ref, flow, parts);
  await sealFlow({ build: ref, flow }, parts);
  return step;
}

const here = place('local');

async function begin() {
  const config = here.config();
  const store = await here.open(config);
  return { store, build: await twinBuild(store, config, here.folder()) };
}

test('a table with refused rows is made again by another build, not by the one that made it', async () => {
  const { store, build } = await begin();
  const refusing = await build.worker('first', '0123456');
  const first = await sealed(build.ref, build, refusing);
  // The recipe is begun again, or another flow comes to the same table.
  const again = await planned(build.ref, build, refusing);
  expect(again).toMatchObject({ complete: 1, steps: [{ output: first.output }] });

  for (let run = 2; run < 7; run += 1) {
    const ref = await build.another(`run-${run}`);
    const step = await sealed(ref, build, refusing);
    expect(step.output.digest).not.toBe(first.output.digest);
    expect(step.earlier?.output.digest).not.toBe(step.output.digest);
    expect(await planned(ref, build, refusing)).toMatchObject({
      complete: 1,
      steps: [{ output: step.output }],
    });
    expect(await lastBegun(store, first.output)).toBe(run);
  }

  const willing = await build.worker('second', '');
  const settled = await sealed(await build.another('run-7'), build, willing);
  expect(await planned(await build.another('run-8'), build, refusing)).toMatchObject({
    complete: 1,
    steps: [{ output: settled.output }],
  });
});

test('a build that ended before its table was complete is gone on with, but for rows that were refused', async () => {
  const { build } = await begin();
  const refusing = await build.worker('first', '0123456');
  const flow = await planned(build.ref, build, refusing);
  const begun = await made(build.ref, flow, refusing, [0]);
  expect((await planned(build.ref, build, refusing)).steps).toMatchObject([{ output: begun.output }]);

  const later = await build.another('run-2');
  const willing = await build.worker('second', '');
  const step = await sealed(later, build, willing);
  expect(step.output.digest).not.toBe(begun.output.digest);
  const [summary] = await sealFlow({ build: later, flow: { steps: [step], complete: 0 } }, willing);
  expect(summary?.counts).toMatchObject({ in: rows, out: rows, rejected: 0 });
});

test('two later builds at once make one edition together', async () => {
  const { build } = await begin();
  const refusing = await build.worker('first', '0123456');
  await sealed(build.ref, build, refusing);
  const willing = await build.worker('second', '');
  const [one, other] = [await build.another('run-2'), await build.another('run-3')];
  const flows = [await planned(one, build, willing), await planned(other, build, willing)] as const;
  expect(flows[1].steps[0]?.output).toEqual(flows[0].steps[0]?.output);
  await Promise.all([made(one, flows[0], willing), made(other, flows[1], willing)]);
  const [mine, theirs] = await Promise.all([
    sealFlow({ build: one, flow: flows[0] }, willing),
    sealFlow({ build: other, flow: flows[1] }, willing),
  ]);
  expect(mine[0]?.counts).toMatchObject({ out: rows, rejected: 0 });
  expect(theirs[0]?.counts).toEqual(mine[0]?.counts);
});
