import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { holdRequests } from './hold-requests.ts';
import { heartbeatsOf } from './pending.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('a build waits, visibly, while its endpoint is away, and then goes on without a reject', async () => {
  const rows = 600;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 32 });
  const { standin, client } = foundry;
  const build = await foundry.start(await questions(foundry, rows));
  await until('half is answered', () => standin.stats().answered >= rows / 2);
  await holdRequests(standin);
  const { answered } = standin.stats();
  standin.setFaults({ down: true });
  const waiting = await until(
    'a heartbeat says that the build waits',
    async () => (await heartbeatsOf(client, 'answers')).find((beat) => beat.waiting !== undefined)?.waiting,
  );
  expect(waiting).toMatch(/^default does not answer \(.+\)$/);
  await delay(2000);
  expect((await build.describe()).status.name).toBe('RUNNING');
  expect(standin.stats().answered).toBe(answered);
  standin.setFaults({ down: false, latencyMs: 20 });
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(dataset.tables.at(-1)?.counts).toEqual({ in: rows, out: rows, rejected: 0, expanded: 0 });
  expect(standin.stats().repeated).toBe(0);
});
