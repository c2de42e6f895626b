import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { answersInStore } from './kept-answers.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';
import { startWorkerProcess } from './worker-processes.ts';

test('a build whose host is lost goes on elsewhere and asks only what had not reached the store', async () => {
  const rows = 1000;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 200, jitter: 0.5, slots: 32 }, false);
  const { standin, temporal, store } = foundry;
  const home = join(foundry.folder, 'lost');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(await questions(foundry, rows));
  await until('half is answered', () => standin.stats().answered >= rows / 2);
  await first.kill();
  await rm(home, { recursive: true });
  const { answered } = standin.stats();
  const stored = answersInStore(store).size;
  expect(stored).toBeGreaterThan(0);
  await startWorkerProcess(temporal, join(foundry.folder, 'other'));
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats().distinct).toBe(rows);
  expect(standin.stats().repeated).toBeLessThanOrEqual(answered - stored);
});
