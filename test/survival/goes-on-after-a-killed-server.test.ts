import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { temporalAgain } from './temporal-again.ts';
import { until } from './until.ts';

test('a build goes on when its Temporal server is killed and started again on the same file', async () => {
  const rows = 1200;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 32 });
  const { standin, temporal } = foundry;
  const build = await foundry.start(await questions(foundry, rows));
  await until('half of the questions are answered', () => standin.stats().answered >= rows / 2);
  const again = await temporalAgain(foundry);
  expect(again.address).toBe(temporal.address);
  expect(again.pid).not.toBe(temporal.pid);
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});
