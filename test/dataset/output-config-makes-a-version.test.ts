import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { finishedBuild, testFolder } from './finished-build.ts';
import { publish } from './published.ts';

test('another output of the same table is the next version, and the one before stays', async () => {
  const folder = await testFolder();
  const first = await publish(await finishedBuild({ folder }));
  const before = await readFile(`${first.dataset.location}/manifest.json`);
  const second = await publish(await finishedBuild({ folder, output: { system: 'Be brief.' } }));
  expect([first.dataset.version, second.dataset.version]).toEqual([1, 2]);
  expect(second.dataset.unchanged).toBe(false);
  expect(await readFile(`${first.dataset.location}/manifest.json`)).toEqual(before);
});
