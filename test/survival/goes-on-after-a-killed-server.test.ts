import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTemporal } from '../../infra/servers/temporal.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

test('a build goes on when its Temporal server is killed and started again on the same file', async () => {
  const rows = 1200;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 32 });
  const { standin, temporal } = foundry;
  const build = await foundry.start(await questions(foundry, rows));
  await until('half of the questions are answered', () => standin.stats().answered >= rows / 2);
  if (temporal.pid === undefined)
    throw new Error('The test needs a Temporal server of its own: unset TEMPORAL_ADDRESS.');
  process.kill(-temporal.pid, 'SIGKILL');
  const again = await until('the port is free for the next server', () =>
    startTemporal({
      dbPath: join(foundry.folder, 'temporal.db'),
      headless: true,
      port: Number(temporal.address.split(':')[1]),
    }).catch(() => undefined),
  );
  onTestFinished(() => again.stop());
  expect(again.address).toBe(temporal.address);
  expect(again.pid).not.toBe(temporal.pid);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
