import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo } from '../survival/questions.ts';
import { batchesAt, batchQuestions } from './batch-build.ts';

test("a shard's questions are one batch, at half the price, and no request of their own", async () => {
  const rows = 120;
  const foundry = await openFoundry({ mistakes: 0 });
  const price = { promptPerMillion: 1_000_000, completionPerMillion: 2_000_000 };
  const dataset = await foundry.build(await batchQuestions(foundry, rows, {}, { price }));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(foundry.standin.stats()).toMatchObject({ requests: 0, answered: rows, repeated: 0 });
  const shards = dataset.tables.find(({ spending }) => spending.asked > 0)?.shards;
  const batches = await batchesAt(foundry.standin);
  expect(batches).toHaveLength(shards ?? -1);
  expect(batches.reduce((sum, { request_counts }) => sum + request_counts.completed, 0)).toBe(rows);
  const spending = dataset.tables.map((table) => table.spending).find(({ asked }) => asked > 0);
  const { promptTokens = 0, completionTokens = 0 } = spending?.usage ?? {};
  expect(promptTokens).toBeGreaterThan(0);
  expect(spending?.cost).toBeCloseTo((promptTokens + 2 * completionTokens) / 2, 6);
});

test('answers that came by single requests are not asked again by batches, nor the other way round', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const { roles, ...config } = await batchQuestions(foundry, 40);
  const direct = { model: { endpoint: 'default', model: 'stand-in' } };
  const first = await foundry.build({ ...config, roles: direct });
  const second = await foundry.build({ ...config, roles, name: 'again' });
  expect(second.rows).toBe(first.rows);
  expect(foundry.standin.stats()).toMatchObject({ requests: 40, answered: 40 });
  expect(await batchesAt(foundry.standin)).toEqual([]);
});

test('a file keeps the limits of number and of size', async () => {
  const rows = 60;
  const foundry = await openFoundry({ mistakes: 0, batchRequests: 7, batchBytes: 2000 });
  const dataset = await foundry.build({
    ...(await batchQuestions(foundry, rows, { requests: 7, bytes: 2000 })),
    sharding: { rows: 100 },
  });
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  const batches = await batchesAt(foundry.standin);
  expect(new Set(batches.map(({ status }) => status))).toEqual(new Set(['completed']));
  expect(batches.length).toBeGreaterThanOrEqual(Math.ceil(rows / 7));
  expect(foundry.standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});

test('questions that rows ask after an answer are the next batch', async () => {
  const rows = 60;
  const foundry = await openFoundry({ mistakes: { empty: 0.3 } });
  const dataset = await foundry.build({
    ...(await batchQuestions(foundry, rows)),
    sharding: { rows: 100 },
    attempts: 5,
  });
  expect(dataset.rows).toBeGreaterThan(rows * 0.9);
  const batches = (await batchesAt(foundry.standin))
    .toReversed()
    .map(({ request_counts }) => request_counts.total);
  expect(batches.length).toBeGreaterThan(1);
  expect(batches).toEqual([...batches].sort((a, b) => b - a));
  expect(batches[0]).toBe(rows);
});
