import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { numbersIn, numbersUpTo } from '../survival/questions.ts';
import { batchesAt, batchQuestions } from './batch-build.ts';

test('an expired batch gives what it has, and only the rest is asked again', async () => {
  const rows = 60;
  const foundry = await openFoundry({ mistakes: 0, batchAnsweredShare: 0.5 });
  const dataset = await foundry.build(await batchQuestions(foundry, rows));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(foundry.standin.stats()).toMatchObject({ requests: 0, answered: rows, repeated: 0 });
  expect(
    (await batchesAt(foundry.standin)).filter(({ status }) => status === 'expired').length,
  ).toBeGreaterThan(1);
});

test('lines that failed in passing are asked again', async () => {
  const rows = 60;
  const foundry = await openFoundry({ mistakes: 0, batchErrorRate: 0.3 });
  const dataset = await foundry.build(await batchQuestions(foundry, rows));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(foundry.standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});

test("a line that always fails rejects its row after the endpoint's tries", async () => {
  const foundry = await openFoundry({ mistakes: 0, batchErrorRate: 1 });
  const endpoints = { default: { urls: [foundry.standin.baseUrl], maxTries: 2 } };
  const config = { ...(await batchQuestions(foundry, 8)), endpoints, rejects: { maxShare: 1 } };
  const outcome = await foundry.build(config).then(
    ({ rows }) => rows,
    () => 0,
  );
  expect(outcome).toBe(0);
  const batches = await batchesAt(foundry.standin);
  expect(batches.reduce((sum, { request_counts }) => sum + request_counts.failed, 0)).toBe(16);
});

test('a refused line is its row alone, with the words of the server', async () => {
  const rows = 80;
  const foundry = await openFoundry({ mistakes: 0, refusedShare: 0.2 });
  const dataset = await foundry.build(await batchQuestions(foundry, rows));
  const [table] = dataset.tables.filter(({ spending }) => spending.asked > 0);
  expect(table?.reasons['request refused']).toBe(rows - dataset.rows);
  expect(dataset.rows).toBeLessThan(rows);
  expect(foundry.standin.stats()).toMatchObject({ answered: dataset.rows, repeated: 0 });
});

test('a file that does not pass ends the build in the words of the server', async () => {
  const foundry = await openFoundry({ mistakes: 0, batchFailure: 'This model cannot be used for batches.' });
  const failure = await failureOf(foundry.build(await batchQuestions(foundry, 20)));
  expect(failure.type).toBe('EndpointRefused');
  expect(failure.message).toContain('it refuses the file of a batch: This model cannot be used for batches');
});

test('lines that keep a file from passing are taken out, and only their rows are rejected', async () => {
  const rows = 40;
  const foundry = await openFoundry({ mistakes: 0, batchInvalidText: 'harbour 7?' });
  const dataset = await foundry.build(await batchQuestions(foundry, rows));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows).filter((number) => number !== 7));
  const [table] = dataset.tables.filter(({ spending }) => spending.asked > 0);
  expect(table?.reasons).toEqual({ 'request refused': 1 });
});

test('where an account may have no more batches under way, the next ones wait for their turn', async () => {
  const rows = 200;
  const foundry = await openFoundry({ mistakes: 0, batchesAtOnce: 1 });
  const dataset = await foundry.build(await batchQuestions(foundry, rows));
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(foundry.standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
