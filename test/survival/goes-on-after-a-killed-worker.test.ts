import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';
import { startWorkerProcess } from './worker-processes.ts';

test('a build whose worker is killed goes on in another one, and loses no row and no answer', async () => {
  const rows = 1200;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 32 }, false);
  const { standin, temporal } = foundry;
  const home = join(foundry.folder, 'home');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(await questions(foundry, rows));
  await until('half of the questions are answered', () => standin.stats().answered >= rows / 2);
  await first.kill();
  expect(standin.stats().answered).toBeLessThan(rows);
  await startWorkerProcess(temporal, home);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(dataset.rows).toBe(rows);
  const { distinct, repeated } = standin.stats();
  expect(distinct).toBe(rows);
  expect(repeated).toBeLessThanOrEqual(4);
});
