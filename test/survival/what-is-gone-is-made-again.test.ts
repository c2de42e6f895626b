import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  manifestKey,
  outlineKey,
  shardManifestKey,
  tableFolder,
} from '../../activities/engine/tables/keys.ts';
import { DatasetSchema, type Dataset, type TableRef } from '../../schemas/build/task.ts';
import { openFoundry } from '../builds/foundry.ts';
import { rowPaths } from '../tables/stored-table.ts';
import { failureOf } from './failure.ts';
import { numbersIn, numbersUpTo, questions } from './questions.ts';
import { until } from './until.ts';

const rows = 120;

function tableOf({ tables }: Dataset, stage: string): TableRef {
  const found = tables.find(({ table }) => table.stage === stage);
  if (found === undefined) throw new Error(`there is no table of ${stage}`);
  return found.table;
}

/** Changes a file of the same length: what it says is not what was written. */
async function spoil(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0x55, 0, Math.floor(bytes.length / 2)));
}

const damages: Record<string, (store: string, made: Dataset) => Promise<void>> = {
  'a shard of rows is gone': async (store, made) => {
    const [, second = ''] = await rowPaths(store, tableOf(made, 'answer'));
    await rm(second);
  },
  'a shard is cut short': async (store, made) => {
    const [first = ''] = await rowPaths(store, tableOf(made, 'answer'));
    await truncate(first, 100);
  },
  'a shard of the import holds something else, of the same length': async (store, made) => {
    const [first = ''] = await rowPaths(store, tableOf(made, 'import'));
    await spoil(first);
    await rm(join(store, tableFolder(tableOf(made, 'answer'))), { recursive: true });
  },
  'a shard of the published table holds something else, of the same length': async (store, made) => {
    const [first = ''] = await rowPaths(store, tableOf(made, 'answer'));
    await spoil(first);
    await rm(join(store, 'datasets'), { recursive: true });
  },
  'manifests and outlines are gone': async (store, made) => {
    const answer = tableOf(made, 'answer');
    await rm(join(store, manifestKey(answer)));
    await rm(join(store, outlineKey(answer)));
    await rm(join(store, shardManifestKey(answer, 1)));
  },
  'all tables are gone': (store) => rm(join(store, 'tables'), { recursive: true }),
  'imports are gone': (store) => rm(join(store, 'imports'), { recursive: true }),
};

/** Removes a folder into which a build writes meanwhile. */
function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, maxRetries: 50, retryDelay: 5 });
}

test('whatever of tables/ and imports/ is removed or damaged is made again, and no answer is paid for again', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const config = await questions(foundry, rows);
  let made = await foundry.build(config);
  for (const [what, damage] of Object.entries(damages)) {
    await damage(foundry.store, made);
    const again = await foundry.build(config);
    expect([what, await numbersIn(again)]).toEqual([what, numbersUpTo(rows)]);
    // The same rows are the same dataset, unless it was what was removed.
    expect([what, again.version]).toEqual([what, 1]);
    made = again;
  }
  expect(foundry.standin.stats()).toMatchObject({ answered: rows, repeated: 0 });
});

test('tables that are removed under a running build are made again, answers first', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 30, slots: 16 });
  const { standin, store } = foundry;
  const build = await foundry.start(await questions(foundry, 400));
  await until('half is answered', () => standin.stats().answered >= 200);
  await remove(join(store, 'tables'));
  const dataset = DatasetSchema.parse(await build.result());
  expect(await numbersIn(dataset)).toEqual(numbersUpTo(400));
  // What was under way when the tables went is asked again, and nothing else.
  expect(standin.stats().repeated).toBeLessThanOrEqual(16);
});

test('a store that is removed under a running build ends it with one line', async () => {
  const foundry = await openFoundry({ mistakes: 0, latencyMs: 30, slots: 16 });
  const { standin, store } = foundry;
  const build = await foundry.start(await questions(foundry, 400));
  await until('half is answered', () => standin.stats().answered >= 200);
  await remove(store);
  const failure = await failureOf(build.result());
  // Whichever is met first: that the plan is gone, or that nothing can be written there.
  expect(['StoreEmptied', 'StoreUnavailable']).toContain(failure.type);
  expect(failure.message).toContain(store);
  expect(failure.message).not.toContain('\n');
});
