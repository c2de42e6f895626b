import { expect, test } from 'vitest';
import { distributionOf } from '../../activities/dataset/analysis/distribution.ts';
import { finishedBuild } from './finished-build.ts';
import { publish } from './published.ts';

test('statistics are exact and every row is in a bin or above', () => {
  const found = distributionOf([
    { value: 3, rows: 4 },
    { value: 10, rows: 4 },
    { value: 500, rows: 1 },
    { value: 100_000, rows: 1 },
  ]);
  expect(found).toMatchObject({ count: 10, min: 3, mean: 10_055.2, median: 10, p90: 500, max: 100_000 });
  expect((found?.above ?? 0) + (found?.bins ?? []).reduce((sum, { count }) => sum + count, 0)).toBe(10);
  expect(distributionOf([])).toBeUndefined();
});

test('the median of an even number of rows lies between the two in the middle', () => {
  const found = distributionOf([
    { value: 1, rows: 2 },
    { value: 4, rows: 2 },
  ]);
  expect(found?.median).toBe(2.5);
});

test('lengths in tokens come from the columns, in characters from the texts', async () => {
  const lengths = ['😀😀', 'é', 'abc', '12345'];
  const finished = await finishedBuild({
    rows: 4,
    row: (index) => ({ instruction: lengths[index] ?? '', instruction_tokens: 100 * index, copied_share: 1 }),
  });
  const { analysis } = (await publish(finished)).manifest;
  const of = (column: string, unit: string) =>
    analysis.lengths.find((each) => each.column === column && each.unit === unit);
  expect(of('instruction', 'characters')).toMatchObject({
    count: 4,
    min: 1,
    max: 5,
    mean: 2.75,
    median: 2.5,
  });
  expect(of('instruction', 'tokens')).toMatchObject({ min: 0, max: 300, mean: 150 });
  expect(of('text', 'tokens')).toBeDefined();
  const [copied] = analysis.shares;
  expect(copied).toMatchObject({ column: 'copied_share', mean: 1, above: 0 });
  expect(copied?.bins.at(-1)).toEqual({ from: 0.95, to: 1, count: 4 });
});
