import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('a table without rows is not published: the error says why, and the newest version stays', async () => {
  const { dataset, manifest } = await publish(await finishedBuild());
  const { store, folder } = await finishedBuild();
  const empty = await finishedBuild({ rows: 0, store, folder });
  await expect(publishDataset(empty.input, empty.options)).rejects.toMatchObject({
    name: 'DatasetEmpty',
    message: expect.stringMatching(/^.+ would have no rows, so nothing is published\.$/),
  });
  expect(await readdir(join(folder, 'store'))).not.toContain('datasets');

  const before = await finishedBuild();
  const kept = await publish(before);
  const later = await finishedBuild({ rows: 0, store: before.store, folder: before.folder });
  await expect(publishDataset(later.input, later.options)).rejects.toThrow(
    'would have no rows, so nothing is published; version 1 stays the newest.',
  );
  expect(kept.dataset.version).toBe(1);
  expect(await readdir(join(kept.dataset.location, '..'))).toEqual(['latest.json', 'v1']);
  expect(manifest.rows).toBe(dataset.rows);
});
