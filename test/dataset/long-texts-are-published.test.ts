import { expect, test } from 'vitest';
import { publishDataset } from '../../activities/dataset/publish.ts';
import { finishedBuild } from './finished-build.ts';

/** About 28,000 characters that zstd cannot make much of. */
function longText(seed: number): string {
  let state = seed + 1;
  const words = Array.from({ length: 3000 }, () => {
    state = (state * 48271) % 2147483647;
    return state.toString(36);
  });
  return words.join(' ');
}

test('a table of long texts is published in little memory', async () => {
  const { input, options } = await finishedBuild({
    rows: 2400,
    shards: 8,
    row: (index) => ({ text: longText(index), response: `${index}` }),
  });
  const { rows, version } = await publishDataset(input, { ...options, memoryLimit: '96MB' });
  expect({ rows, version }).toEqual({ rows: 2400, version: 1 });
});
