import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateOf } from '../../activities/engine/tables/table-state.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import { Datasets, Tunesmith, type Collection } from '../../client/index.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { openFoundry } from '../builds/foundry.ts';
import { numbersIn, numbersUpTo, questions } from '../survival/questions.ts';
import { until } from '../survival/until.ts';
import { aged } from './aged.ts';

test('what a running build and kept versions refer to stays; the rest goes, and costs nobody an answer', async () => {
  const foundry = await openFoundry({ mistakes: 0, slots: 16, latencyMs: 1 });
  const { standin, store: uri, temporal } = foundry;
  const tunesmith = await Tunesmith.connect(temporal);
  const datasets = await Datasets.open(uri, { scratchDir: join(foundry.folder, 'scratch') });
  const warm = async (rows: number, temperature: number) =>
    recipeOf('generate').schema.parse({
      store: uri,
      endpoints: { default: { urls: [standin.baseUrl] } },
      ...(await questions(foundry, rows)),
      roles: { model: { endpoint: 'default', model: 'stand-in', sampling: { temperature } } },
    });
  const build = async (rows: number, temperature: number) =>
    (await tunesmith.start(await warm(rows, temperature))).result();
  const groups = (freed: Collection['answers']): string[] =>
    freed.map(({ key }) => key.replace(/-[0-9a-f]{8}$/, ''));

  await build(60, 0.1);
  await build(60, 0.9);
  await build(80, 0.9);
  await aged(uri);

  // Its questions of the first 60 rows were answered for version 1, which goes.
  standin.setFaults({ latencyMs: 3000 });
  const running = await tunesmith.start(await warm(100, 0.1));
  await until('the build asks', () => standin.stats().inService > 0);
  const first = await datasets.gc({ keep: 1, remove: true, server: tunesmith });
  expect(first.versions.map(({ version }) => version)).toEqual([1, 2]);
  expect(first.builds).toHaveLength(1);
  expect(first.answers).toEqual([]);
  expect(first.tables.length).toBeGreaterThan(0);
  standin.setFaults({ latencyMs: 1 });
  const fourth = await running.result();
  expect(fourth.version).toBe(4);
  expect(await numbersIn(fourth)).toEqual(numbersUpTo(100));
  expect(standin.stats()).toMatchObject({ distinct: 60 + 80 + 40, repeated: 0 });

  // Kept versions have all of their tables: the same build finds every one.
  await aged(uri);
  const second = await datasets.gc({ keep: 1, remove: true, server: tunesmith });
  expect(second.versions.map(({ version }) => version)).toEqual([3]);
  expect(groups(second.answers)).toEqual(['answers/answer-stand-in']);
  const looked = await openStore({ uri }, { cacheDir: join(foundry.folder, 'cache') });
  for (const { table } of fourth.tables) expect((await stateOf(looked, table)).manifest).toBeDefined();
  expect(await build(100, 0.1)).toMatchObject({ version: 4, unchanged: true });
  expect(standin.stats()).toMatchObject({ distinct: 180, repeated: 0 });

  // What was collected is made again, under the next number.
  const fifth = await build(80, 0.9);
  expect(fifth).toMatchObject({ version: 5, rows: 80 });
  expect(standin.stats().repeated).toBe(80);
});
