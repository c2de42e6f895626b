import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';

test('a build over an endpoint that fails, drops, turns away and delays requests now and then has every row', async () => {
  const rows = 600;
  const faults = {
    latencyMs: 10,
    jitter: 0.5,
    slots: 8,
    queueLimit: 4,
    retryAfterMs: 100,
    errorRate: 0.05,
    dropRate: 0.03,
  };
  const foundry = await openFoundry({ mistakes: 0, ...faults });
  const dataset = await foundry.build(await questions(foundry, rows));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(dataset.tables.at(-1)).toMatchObject({
    counts: { in: rows, out: rows, rejected: 0 },
    spending: { asked: rows },
  });
  const { answered, dropped, statuses } = foundry.standin.stats();
  expect(answered).toBe(rows);
  expect(dropped).toBeGreaterThan(0);
  expect(statuses['500']).toBeGreaterThan(0);
  expect(statuses['503']).toBeGreaterThan(0);
  expect(statuses['429']).toBeGreaterThan(0);
});
