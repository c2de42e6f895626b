import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { holdRequests } from './hold-requests.ts';
import { lastFailuresOf } from './pending.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('a worker that is stopped hands its shards back at once, and the next one asks only the rest', async () => {
  const rows = 400;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 50, slots: 16 });
  const { standin } = foundry;
  const build = await foundry.start(await questions(foundry, rows));
  await until('half is answered', () => standin.stats().answered >= rows / 2);
  await holdRequests(standin);
  await foundry.workers.stop();
  await until('the endpoint is left alone', () => standin.stats().inService === 0);
  // The next worker's first requests take so long that its shards are looked at while they are under way.
  standin.setFaults({ latencyMs: 5000 });
  await foundry.work();
  await until('the next worker asks', () => standin.stats().inService > 0);
  standin.setFaults({ latencyMs: 20 });
  // Nobody had to notice after ten seconds that a worker was lost.
  const failures = await lastFailuresOf(foundry.client, 'answers');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter((each) => each.includes('timeout'))).toEqual([]);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
