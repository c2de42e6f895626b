import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BuildHandle } from '../../client/build-handle.ts';
import type { StageState } from '../../client/progress/build-progress.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { documents, fineInstructions } from '../recipes/fine-instructions/sample-build.ts';

test('what is told of a build under way never exceeds what came of it', async () => {
  const foundry = await openFoundry({ latencyMs: 20 });
  const corpus = await documents(foundry, 0, 40);
  const started = await foundry.start(fineInstructions(corpus, { sharding: { rows: 4 } }));
  const build = new BuildHandle(foundry.client, started.workflowId);
  const told: StageState[] = [];
  const state = { over: false };
  const result = started.result().finally(() => (state.over = true));
  while (!state.over) {
    told.push(...((await build.progress())?.stages ?? []));
    await delay(20);
  }
  const { tables } = DatasetSchema.parse(await result);
  const rowStages = ['match', 'instantiate', 'judge'];
  for (const { table, counts, spending } of tables.filter(({ table: { stage } }) =>
    rowStages.includes(stage),
  )) {
    const mine = told.filter(({ stage }) => stage === table.stage);
    const most = (of: (each: StageState) => number) => Math.max(...mine.map(of));
    expect(
      mine.some(({ shardsDone, shards }) => shardsDone > 0 && shardsDone < shards),
      table.stage,
    ).toBe(true);
    expect(
      most(({ rows }) => rows),
      table.stage,
    ).toBeLessThanOrEqual(counts.in);
    expect(
      most(({ out }) => out),
      table.stage,
    ).toBeLessThanOrEqual(counts.out);
    expect(
      most(({ rejected }) => rejected),
      table.stage,
    ).toBeLessThanOrEqual(counts.rejected);
    expect(
      most(({ asked }) => asked),
      table.stage,
    ).toBeLessThanOrEqual(spending.asked);
  }
});
