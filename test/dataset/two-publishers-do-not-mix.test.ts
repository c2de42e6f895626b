import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';
import { storeWith } from './store-with.ts';

test('a version that another build has begun is left to it, and the next number is taken', async () => {
  const finished = await finishedBuild();
  const { store } = finished;
  const card = 'datasets/a-dataset/v1/README.md';
  const meddled = storeWith(store, {
    async putFile(key, path) {
      // Another build was a moment faster with its card.
      if (key === card) await store.putBytes(key, 'of another build');
      return store.putFile(key, path);
    },
  });
  const build = { ...finished.input.build, store: meddled };
  const dataset = await publishDataset({ ...finished.input, build }, finished.options);
  expect(dataset.version).toBe(2);
  expect(Buffer.from((await store.getBytes(card)) ?? []).toString()).toBe('of another build');
  expect(await store.has('datasets/a-dataset/v1/manifest.json')).toBe(false);

  const again = await publish(finished);
  expect(again.dataset).toMatchObject({ version: 2, unchanged: true });
  expect(await again.read('README.md')).toContain('# a-dataset');
});
