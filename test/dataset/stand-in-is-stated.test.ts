import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

const notice = 'A rule-based stand-in, not a language model, wrote';

test('a dataset of the stand-in says so everywhere', async () => {
  const { dataset, manifest, read } = await publish(await finishedBuild({ standIn: true }));
  expect(dataset.standIn).toBe(true);
  expect(manifest.standIn).toBe(true);
  expect(await read('README.md')).toContain(`**${notice}`);
  expect(await read('report.html')).toContain(`<strong>${notice}`);
});

test('a dataset of real models does not', async () => {
  const { dataset, manifest, read } = await publish(await finishedBuild({ standIn: false }));
  expect([dataset.standIn, manifest.standIn]).toEqual([false, false]);
  expect(await read('README.md')).not.toContain('stand-in');
  expect(await read('report.html')).not.toContain('<strong>A rule-based');
});
