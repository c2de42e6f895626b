import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { holdRequests } from './hold-requests.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('a worker that is stopped hands its shards back at once, and the next one asks only the rest', async () => {
  const rows = 400;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 50, slots: 16 });
  const { standin } = foundry;
  const build = await foundry.start(await questions(foundry, rows));
  await until('half is answered', () => standin.stats().answered >= rows / 2);
  await holdRequests(standin);
  const { answered } = standin.stats();
  await foundry.workers.stop();
  await until('the endpoint is left alone', () => standin.stats().inService === 0, 3);
  standin.setFaults({ latencyMs: 20 });
  await foundry.work();
  // Sooner than the ten seconds after which a lost worker would be noticed.
  await until('the next worker asks', () => standin.stats().answered > answered, 8);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
