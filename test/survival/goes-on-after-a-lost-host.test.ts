import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DatasetSchema } from '../../schemas/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';
import { startWorkerProcess } from './worker-processes.ts';

test('a build whose host is lost goes on elsewhere and asks only what had not reached the store', async () => {
  const rows = 1200;
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 100, slots: 32 }, false);
  const { standin, temporal } = foundry;
  const home = join(foundry.folder, 'lost');
  const first = await startWorkerProcess(temporal, home);
  const build = await foundry.start(await questions(foundry, rows));
  await until('half of the questions are answered', () => standin.stats().answered >= rows / 2);
  await first.kill();
  await rm(home, { recursive: true });
  const paid = standin.stats().answered;
  const stored = await answersIn(foundry.store);
  expect(stored).toBeGreaterThan(0);
  await startWorkerProcess(temporal, join(foundry.folder, 'other'));
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(rows));
  expect(standin.stats().distinct).toBe(rows);
  expect(standin.stats().repeated).toBeLessThanOrEqual(paid - stored);
});

/** Answers that a store holds. */
async function answersIn(store: string): Promise<number> {
  const folder = join(store, 'answers');
  const names = await readdir(folder, { recursive: true });
  const addresses = new Set<string>();
  for (const name of names.filter((each) => each.endsWith('.jsonl.gz'))) {
    const lines = gunzipSync(await readFile(join(folder, name))).toString('utf8').trim().split('\n');
    for (const line of lines) addresses.add(/"address":"([0-9a-f]+)"/.exec(line)?.[1] ?? line);
  }
  return addresses.size;
}
