import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ProgressSchema, type Progress } from '../../schemas/build/progress.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { shardsUnderWay } from './pending.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('a paused build finishes the shards under way and takes no other until it is resumed', async () => {
  const rows = 1000;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 50, slots: 16 });
  const { standin, client } = foundry;
  const build = await foundry.start({ ...(await questions(foundry, rows)), lanes: { window: 2 } });
  await until('a quarter is answered', () => standin.stats().answered >= rows / 4);
  await build.signal('pause', true);
  await until('no shard is under way', async () => {
    const { paused, lanes } = ProgressSchema.parse(await build.query('progress'));
    const states = await Promise.all(
      lanes.map((lane) => client.workflow.getHandle(lane).query<Progress>('progress')),
    );
    return paused && states.every((lane) => lane.paused) && (await shardsUnderWay(client, 'answers')) === 0;
  });
  const { answered } = standin.stats();
  expect(answered).toBeLessThan(rows);
  await delay(1500);
  expect(standin.stats().answered).toBe(answered);
  expect((await build.describe()).status.name).toBe('RUNNING');
  await build.signal('pause', false);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats().repeated).toBe(0);
});
