import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Releases } from '../../activities/dataset/releases.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import { stateOf, takeUp } from '../../activities/engine/tables/table-state.ts';
import { collect, pin, rollBack } from '../../activities/versions/index.ts';
import { collectYoungerThan } from '../../activities/versions/collect/collect.ts';
import { writtenTraining } from '../../activities/dataset/training/training-folder.ts';
import { atEachWrite, interrupted, type Interrupted } from '../twins/at-each-write.ts';
import { keysOf, place } from '../storage/places.ts';
import { aged } from './aged.ts';
import { published } from './published-versions.ts';
import { leave } from './left-behind.ts';
import { whole } from './whole-versions.ts';

const here = place('local');
const s3 = place('s3');
const name = 'a-dataset';

let prepared = '';

async function fill(store: Store, folder: string): Promise<void> {
  for (const seed of [1, 2, 3, 4]) await published(store, folder, { seed });
  await pin(store, name, 1);
  await store.putBytes('answers/gone-model-12345678/0/part-1.jsonl.gz', 'of nobody');
  await store.putBytes('batches/gone-model-12345678/0/batch-1/claim-1.json', 'of nobody');
  await store.putBytes('imports/none-0123.rejects.parquet', 'named by no record');
  await leave(store);
  // What a killed build left of a version.
  for await (const { key } of store.list(`datasets/${name}/v2/`))
    if (key.endsWith('manifest.json')) await store.remove(key);
}

beforeAll(async () => {
  const folder = await mkdtemp(join(here.folder(), 'prepared-'));
  prepared = join(folder, 'store');
  await fill(await openStore({ uri: prepared }, { cacheDir: folder }), folder);
  await aged(prepared);
  // What attempts that came second left in tables is swept when they are looked at.
  await whole(await openStore({ uri: prepared }, { cacheDir: folder }), name);
}, 240_000);

async function copied(): Promise<Store> {
  const folder = await mkdtemp(join(here.folder(), 'gc-'));
  await cp(prepared, join(folder, 'store'), { recursive: true, preserveTimestamps: true });
  return openStore({ uri: join(folder, 'store') }, { cacheDir: folder });
}

const keysBut = async (store: Store, prefix: string): Promise<string[]> =>
  (await keysOf(store)).filter((key) => !key.startsWith(prefix));

test('it says what it would free, frees that, and then finds nothing more', async () => {
  const store = await copied();
  const before = await keysOf(store);
  const said = await collect(store, { keep: 1 });
  expect(await keysOf(store)).toEqual(before);
  expect(said.versions.map(({ version }) => version)).toEqual([3]);
  expect(said.unfinished.map(({ key }) => key)).toEqual([`datasets/${name}/v2`]);
  expect(said.tables.every(({ key }) => key.startsWith('tables/measure-'))).toBe(true);
  expect(said.tables).toHaveLength(2);
  expect(said.answers.map(({ key }) => key)).toEqual([
    'answers/gone-model-12345678',
    'batches/gone-model-12345678',
  ]);
  expect(said.imports.map(({ key }) => key)).toEqual(['imports/none-0123.rejects.parquet']);
  expect(said.ofRecipes.map(({ key }) => key)).toEqual(['banks/some/v1', 'banks/some/v2']);
  expect(said.training.map(({ key }) => key)).toEqual([
    'training/old-012345678901',
    'training/old-012345678901-2',
  ]);
  expect(said.leftovers.map(({ key }) => key)).toEqual(['builds/ended-1', 'stages/gone-0123.json']);
  const done = await collect(store, { keep: 1, remove: true });
  expect({ ...done, done: false }).toEqual(said);
  expect(await whole(store, name)).toEqual([1, 4]);
  expect(await collect(store, { keep: 1 })).toMatchObject({
    versions: [],
    tables: [],
    answers: [],
    bytes: 0,
  });
  // What is young stays, whoever refers to it.
  const young = await copied();
  await young.putBytes('answers/gone-model-12345678/1/part-2.jsonl.gz', 'just asked');
  const spared = await collect(young, { keep: 1, remove: true });
  expect(spared.answers.map(({ key }) => key)).toEqual(['batches/gone-model-12345678']);
  expect(spared.tooYoung).toMatchObject({ answers: 1, tables: 0 });
  await expect(collect(young, { graceHours: 0 })).rejects.toThrow(/graceHours/);
});

test('what a build under way may use stays: its plan, banks that were the newest since it began, and training files that it takes up', async () => {
  const store = await copied();
  const running = () => Promise.resolve([{ id: 'ended/1', tables: [] }]);
  const said = await collect(store, { keep: 1, running });
  expect(said.leftovers.map(({ key }) => key)).toEqual(['stages/gone-0123.json']);
  expect([...said.ofRecipes, ...said.training]).toEqual([]);
  // By the first folder of a digest, which names the second.
  expect(await writtenTraining(store, 'training/old-012345678901')).toMatchObject({ pairs: 1 });
  const done = await collect(store, { keep: 1, remove: true });
  expect(done.training).toEqual([]);
  expect(done.ofRecipes).toHaveLength(2);
  expect(await writtenTraining(store, 'training/old-012345678901')).toMatchObject({ pairs: 1 });
});

test('on S3 as in a folder', async () => {
  const store = await s3.open();
  await fill(store, await mkdtemp(join(s3.folder(), 'filled-')));
  const terms = { keep: 1, graceHours: -1, running: () => Promise.resolve([]), remove: true };
  const done = await collectYoungerThan(store, terms);
  expect(done.versions.map(({ version }) => version)).toEqual([3]);
  expect(done.tables).toHaveLength(2);
  expect(await whole(store, name)).toEqual([1, 4]);
});

test('killed before or after any of its writes, it leaves every version whole, and the next one ends it', async () => {
  const undisturbed = await copied();
  await collect(undisturbed, { keep: 1, remove: true });
  const end = await keysBut(undisturbed, 'collections/');
  const moments = await atEachWrite(
    async (moment) => {
      const store = await copied();
      // A killed process writes no more; those of its writes that were under way may come through.
      const killed = await new Promise<Interrupted>((resolve) => {
        const through = interrupted(store, moment, () => {
          resolve(through);
          return new Promise<void>(() => undefined);
        });
        void collect(through.store, { keep: 1, remove: true }).then(() => resolve(through));
      });
      expect(await whole(store, name)).toEqual(expect.arrayContaining([1, 4]));
      await collect(store, { keep: 1, remove: true });
      expect(await whole(store, name)).toEqual([1, 4]);
      expect(await keysBut(store, 'collections/')).toEqual(end);
      return killed;
    },
    { killed: true },
  );
  expect(moments).toBeGreaterThan(20);
});

/** Writes by which the collection is done with versions, and more. */
const versionsDone = 14;

async function eachMoment(
  meanwhile: (store: Store) => Promise<void>,
  then: (store: Store) => Promise<void>,
  last = Infinity,
) {
  return atEachWrite(
    async (moment) => {
      const store = await copied();
      const through = interrupted(store, moment, () => meanwhile(store));
      await collect(through.store, { keep: 1, remove: true });
      await then(store);
      return through;
    },
    { last },
  );
}

test('who pins a version meanwhile has it, whole, or is told that it is gone', async () => {
  let had: boolean | undefined;
  const seen = new Set<boolean>();
  await eachMoment(
    async (store) => {
      had = await pin(store, name, 3).then(
        () => true,
        () => false,
      );
      seen.add(had);
    },
    async (store) => {
      if (had !== undefined) expect(await whole(store, name)).toEqual(had ? [1, 3, 4] : [1, 4]);
      had = undefined;
    },
    versionsDone,
  );
  expect([...seen].sort()).toEqual([false, true]);
});

test('who rolls back to a version meanwhile has it, or is told that it is gone', async () => {
  let had: boolean | undefined;
  await eachMoment(
    async (store) => {
      had = await rollBack(store, name, 3).then(
        () => true,
        () => false,
      );
    },
    async (store) => {
      const { latest } = await new Releases(store, name).standing();
      if (had !== undefined)
        expect({ latest, all: await whole(store, name) }).toEqual(
          had ? { latest: 3, all: [1, 3, 4] } : { latest: 4, all: [1, 4] },
        );
      had = undefined;
    },
    versionsDone,
  );
});

test('a build that takes a table up meanwhile has it, whole, or makes it again', async () => {
  const folder = await copied();
  const third = await new Releases(folder, name).read(3);
  const table = third?.tables.at(-1)?.table;
  if (table === undefined) throw new Error('v3 has no tables');
  let taken: boolean | undefined;
  const seen = new Set<boolean>();
  await eachMoment(
    async (store) => {
      const state = await stateOf(store, table);
      taken = state.manifest !== undefined && (await takeUp(store, table, state));
      seen.add(taken);
    },
    async (store) => {
      const { manifest, damage } = await stateOf(store, table);
      if (taken === true)
        expect({ there: manifest !== undefined, damage }).toEqual({ there: true, damage: undefined });
      taken = undefined;
    },
  );
  expect([...seen].sort()).toEqual([false, true]);
});
