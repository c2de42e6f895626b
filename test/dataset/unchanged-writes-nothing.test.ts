import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { Tables } from '../../activities/engine/tables/tables.ts';
import type { Store } from '../../activities/storage/store.ts';
import { finishedBuild } from './finished-build.ts';
import { storeWith } from './store-with.ts';

async function objects(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('datasets/')) keys.push(key);
  return keys;
}

test('the same table again is the same version, and nothing is written', async () => {
  const { input, options, store, folder } = await finishedBuild();
  const first = await publishDataset(input, options);
  const pointer = await store.getBytes('datasets/a-dataset/latest.json');
  const before = await objects(store);
  const done: string[] = [];
  const watched = storeWith(store, {
    fetch: (key, hold) => (done.push(`fetch ${key}`), store.fetch(key, hold)),
    putFile: (key, path) => (done.push(`put ${key}`), store.putFile(key, path)),
    putBytes: (key, bytes) => (done.push(`put ${key}`), store.putBytes(key, bytes)),
    replace: (key, bytes) => (done.push(`replace ${key}`), store.replace(key, bytes)),
  });
  const second = await publishDataset(
    { ...input, build: { ...input.build, store: watched, tables: new Tables(watched) } },
    options,
  );
  expect(first).toMatchObject({ name: 'a-dataset', version: 1, unchanged: false, rows: 20 });
  expect(second).toEqual({ ...first, unchanged: true });
  // No rows were read either.
  expect(done).toEqual([]);
  expect(await objects(store)).toEqual(before);
  expect(await store.getBytes('datasets/a-dataset/latest.json')).toEqual(pointer);
  expect(first.location).toBe(`${folder}/store/datasets/a-dataset/v1`);
});
