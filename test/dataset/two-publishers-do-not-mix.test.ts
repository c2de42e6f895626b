import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { PublishInterrupted } from '../../activities/dataset/publish-interrupted.ts';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';
import { storeWith } from './store-with.ts';

test('a version that another publisher writes to is not completed', async () => {
  const finished = await finishedBuild();
  const { store } = finished;
  const meddled = storeWith(store, {
    async putFile(key, path) {
      // Another attempt was a moment faster with this file.
      if (key.endsWith('README.md')) await store.putBytes(key, 'of another build');
      return store.putFile(key, path);
    },
  });
  const build = { ...finished.input.build, store: meddled };
  await expect(publishDataset({ ...finished.input, build }, finished.options)).rejects.toThrow(
    PublishInterrupted,
  );
  expect(await store.has('datasets/a-dataset/latest.json')).toBe(false);

  const { dataset, read } = await publish(finished);
  expect(dataset.version).toBe(1);
  expect(await read('README.md')).toContain('# a-dataset');
});
