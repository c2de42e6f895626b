import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { holdRequests } from './hold-requests.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('cancelling a build closes its requests in flight, and the next run asks only the rest', async () => {
  const rows = 600;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 50, slots: 32 });
  const { standin } = foundry;
  const config = await questions(foundry, rows);
  const build = await foundry.start(config);
  await until('a quarter is answered', () => standin.stats().answered >= rows / 4);
  await holdRequests(standin);
  await build.cancel();
  await until('the endpoint is left alone', () => standin.stats().inService + standin.stats().queued === 0);
  await expect(build.result()).rejects.toThrow('cancelled');
  expect((await build.describe()).status.name).toBe('CANCELLED');
  expect(standin.stats().aborted).toBeGreaterThanOrEqual(32);

  standin.setFaults({ latencyMs: 10 });
  const dataset = await foundry.build(config);
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
