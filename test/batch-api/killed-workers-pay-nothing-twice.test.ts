import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FaultsChange } from '../../infra/standin/faults.ts';
import { startStandin, type Standin } from '../../infra/standin/server.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo } from '../survival/questions.ts';
import { temporalAgain } from '../survival/temporal-again.ts';
import { until } from '../survival/until.ts';
import { startWorkerProcess } from '../survival/worker-processes.ts';
import { batchesAt, batchQuestions } from './batch-build.ts';

const points: readonly [when: string, faults: FaultsChange, path: string, batches: number][] = [
  ['its file is there and no batch', { batchHangs: 'upload' }, '/v1/files', 0],
  ['its batch is made and not written down', { batchHangs: 'creation' }, '/v1/batches', 1],
  ['its batch is under way', { batchStepMs: 600_000 }, '/v1/batches/batch_standin_1', 1],
  ['its answers are there and not taken', { batchHangs: 'content' }, '/v1/files/file-standin-2/content', 1],
];

async function isThere(standin: Standin, path: string, batches: number): Promise<boolean> {
  const made = await batchesAt(standin);
  return made.length >= batches && (standin.stats().paths[path] ?? 0) > (path === '/v1/batches' ? 1 : 0);
}

test('a worker that is killed while its batches are at every point of their way', async () => {
  const rows = 40;
  const foundry = await openFoundry({}, false);
  const { temporal } = foundry;
  const first = await startWorkerProcess(temporal, join(foundry.folder, 'home'));
  // A build a point, each with an endpoint of its own that stands still there.
  const builds = await Promise.all(
    points.map(async ([when, faults, path, batches], point) => {
      const standin = await startStandin({ models: ['stand-in'], mistakes: 0, ...faults });
      onTestFinished(() => standin.close());
      const build = await foundry.start({
        ...(await batchQuestions(foundry, rows)),
        name: `point-${point}`,
        // Equal questions of two builds would be one.
        prompt: { template: `What is known about harbour {{number}} at point ${point}?` },
        store: join(foundry.folder, `store-${point}`),
        endpoints: { default: { urls: [standin.baseUrl] } },
        sharding: { rows: 100 },
      });
      return { when, standin, build, there: () => isThere(standin, path, batches) };
    }),
  );
  for (const { when, there } of builds) await until(when, there);
  await first.kill();
  for (const { standin } of builds) standin.setFaults({ batchHangs: null, batchStepMs: 10 });
  // Another home: what the first one knew is not there for it.
  await startWorkerProcess(temporal, join(foundry.folder, 'another-home'));
  for (const { when, standin, build } of builds) {
    const dataset = DatasetSchema.parse(await build.result());
    expect(await numbersIn(dataset), when).toEqual(numbersUpTo(rows));
    expect(standin.stats(), when).toMatchObject({ requests: 0, answered: rows, distinct: rows, repeated: 0 });
    expect(await batchesAt(standin), when).toHaveLength(1);
  }
});

test('a Temporal server that is killed while a batch is under way finds it again', async () => {
  const rows = 40;
  const foundry = await openFoundry({ mistakes: 0, batchStepMs: 600_000 });
  const { standin } = foundry;
  const config = { ...(await batchQuestions(foundry, rows)), sharding: { rows: 100 } };
  const build = await foundry.start(config);
  await until(
    'its batch is looked at',
    () => (standin.stats().paths['/v1/batches/batch_standin_1'] ?? 0) > 0,
  );
  await temporalAgain(foundry);
  standin.setFaults({ batchStepMs: 10 });
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ requests: 0, answered: rows, repeated: 0 });
  expect(await batchesAt(standin)).toHaveLength(1);
});

test('two attempts at the same shards, in two processes, make each batch once', async () => {
  const rows = 200;
  const foundry = await openFoundry({ mistakes: 0, batchStepMs: 200 }, false);
  const { standin, temporal } = foundry;
  await Promise.all(['one', 'two'].map((name) => startWorkerProcess(temporal, join(foundry.folder, name))));
  const config = await batchQuestions(foundry, rows, { takeOverSeconds: 20 });
  const builds = await Promise.all(['one', 'two'].map((name) => foundry.start({ ...config, name })));
  const [one, two] = await Promise.all(
    builds.map(async (build) => DatasetSchema.parse(await build.result())),
  );
  expect([one?.rows, two?.rows]).toEqual([rows, rows]);
  expect(standin.stats()).toMatchObject({ requests: 0, answered: rows, repeated: 0 });
});

test('a cancelled build cancels its batches, and the next run asks only the rest', async () => {
  const rows = 80;
  const foundry = await openFoundry({ mistakes: 0, batchStepMs: 400 });
  const { standin } = foundry;
  const config = { ...(await batchQuestions(foundry, rows)), sharding: { rows: 100 } };
  const build = await foundry.start(config);
  await until('a part is answered', () => standin.stats().answered >= rows / 4);
  standin.setFaults({ batchStepMs: 600_000 });
  await build.cancel();
  await expect(build.result()).rejects.toThrow('cancelled');
  expect((await batchesAt(standin)).map(({ status }) => status)).toEqual(['cancelling']);
  const { answered } = standin.stats();
  expect(answered).toBeLessThan(rows);
  standin.setFaults({ batchStepMs: 10 });
  const dataset = await foundry.build(config);
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
  expect((await batchesAt(standin))[0]?.request_counts.total).toBe(rows - answered);
});
