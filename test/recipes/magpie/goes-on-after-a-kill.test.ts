import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { queues } from '../../../schemas/build/queue.ts';
import { DatasetSchema, type Dataset } from '../../../schemas/build/task.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { holdRequests } from '../../survival/hold-requests.ts';
import { until } from '../../survival/until.ts';
import { startWorkerProcess } from '../../survival/worker-processes.ts';
import { rowsOf, tablesOf, unreconciled } from '../lmsys-synth/sample-build.ts';
import { drawing, model } from './drawn-build.ts';

const shape = {
  id: z.string(),
  instruction: z.string(),
  response: z.string(),
  quality: z.string().nullable(),
  reward: z.number().nullable(),
  neighbour_id: z.string().nullable(),
  benchmark_overlap: z.number(),
  benchmark_cosine: z.number().nullable(),
};

test('a build whose worker is killed, and twins of it, give what an undisturbed one gives', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 60, slots: 8 }, false);
  const { standin, temporal, store, client } = foundry;
  const home = join(foundry.folder, 'home');
  const files = [await foundry.writeLines('bench.jsonl', [{ instruction: 'What are bees?' }])];
  const config = drawing(40, {
    roles: {
      instructor: model,
      responder: model,
      labeller: model,
      reward: model,
      embedder: model,
      sampler: model,
    },
    benchmarks: [{ name: 'bench', files }],
    filters: [{ name: 'best', preset: 'reward', longest: 10 }],
    preference: { candidates: 2, select: { draw: { size: 6 } } },
    sharding: { rows: 10 },
    output: { formats: ['parquet'] },
  });
  const rows = async (dataset: Dataset, place: string) => {
    expect(unreconciled(dataset)).toEqual([]);
    const tables = ['overlap-benchmarks', 'filter-pairs'].flatMap((stage) => tablesOf(dataset, stage));
    // Which filter ends first is nobody's matter.
    const all = await Promise.all(tables.map((table) => rowsOf(place, table, shape)));
    return all.sort((a, b) => b.length - a.length);
  };

  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(config);
  await until('answers are being given', () => standin.stats().answered > 60);
  // The reward model is tried before the build.
  await holdRequests(standin, { store, home, trials: 1 });
  await first.kill();
  standin.setFaults({ latencyMs: 5 });
  await startWorkerProcess(temporal, home);
  const dataset = DatasetSchema.parse(await build.result());
  expect(standin.stats().repeated).toBe(0);

  // Two builds at once, in a store of their own, by two workers.
  await startWorkerProcess(temporal, join(foundry.folder, 'another-home'));
  const undisturbed = join(foundry.folder, 'undisturbed');
  const given = {
    endpoints: { default: { urls: [standin.baseUrl] } },
    ...config,
    store: undisturbed,
  };
  const twin = (id: string) =>
    client.workflow.start(recipeOf('magpie').workflow, {
      workflowId: id,
      taskQueue: queues.builds,
      args: [recipeOf('magpie').schema.parse(given)],
    });
  const twins = await Promise.all([twin('one'), twin('other')]);
  const [one, other] = await Promise.all(twins.map(async (each) => DatasetSchema.parse(await each.result())));
  if (one === undefined || other === undefined) throw new Error('A twin is missing.');
  expect([one.version, other.version]).toEqual([1, 1]);
  const expected = await rows(dataset, store);
  expect(expected.map(({ length }) => length)).toEqual([dataset.rows, 10, 6]);
  expect(await rows(one, undisturbed)).toEqual(expected);
  expect(await rows(other, undisturbed)).toEqual(expected);
});
