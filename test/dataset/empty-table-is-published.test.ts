import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('a table without rows gives a version without rows', async () => {
  const { dataset, manifest, read, lines } = await publish(await finishedBuild({ rows: 0 }));
  expect(dataset).toMatchObject({ version: 1, rows: 0 });
  expect(dataset.sample).toBeUndefined();
  expect(manifest.analysis.lengths).toEqual([]);
  expect(await lines('messages.jsonl')).toEqual([]);
  expect(await read('README.md')).toContain('The dataset has no rows.');
});
