import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import type { Store } from '../../activities/storage/store.ts';
import { finishedBuild } from './finished-build.ts';

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
  const start = performance.now();
  const second = await publishDataset(input, options);
  const took = performance.now() - start;
  expect(first).toMatchObject({ name: 'a-dataset', version: 1, unchanged: false, rows: 20 });
  expect(second).toEqual({ ...first, unchanged: true });
  expect(took).toBeLessThan(100);
  expect(await objects(store)).toEqual(before);
  expect(await store.getBytes('datasets/a-dataset/latest.json')).toEqual(pointer);
  expect(first.location).toBe(`${folder}/store/datasets/a-dataset/v1`);
});
