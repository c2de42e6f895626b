import { expect, test } from 'vitest';
import { median, reaches } from '../../bench/measure.ts';
import { amount, judge, tableOf } from '../../bench/table.ts';

test('a figure reaches its target at the very limit, and not beyond it', () => {
  expect(reaches({ ours: 0.97, target: { atLeast: 0.97 } })).toBe(true);
  expect(reaches({ ours: 0.969, target: { atLeast: 0.97 } })).toBe(false);
  expect(reaches({ ours: 4, target: { atMost: 4 } })).toBe(true);
  expect(reaches({ ours: 5, target: { atMost: 4 } })).toBe(false);
  expect(reaches({ ours: 1999, target: { exactly: 2000 } })).toBe(false);
  expect(reaches({ ours: 1 })).toBeUndefined();
});

test('a figure that could not be measured reaches nothing', () => {
  expect(reaches({ ours: NaN, target: { atLeast: 0 } })).toBe(false);
  expect(reaches({ ours: NaN, target: { atMost: 1 } })).toBe(false);
});

test('the median of an even number of runs lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a scaled-down run is not judged', () => {
  const measure = { name: 'rows', unit: 'rows', ours: 1, target: { exactly: 2 } };
  expect(judge('some', [measure], 1)[0]?.passed).toBe(false);
  expect(judge('some', [measure], 0.1)[0]?.passed).toBeUndefined();
});

test('the table shows ours, the loop beside it, what is required and what was missed', () => {
  const measures = judge(
    'steady',
    [{ name: 'saturation', unit: 'share', ours: 0.9, loop: 0.95, target: { atLeast: 0.97 } }],
    1,
  );
  expect(tableOf(measures).at(-1)).toMatch(/^steady +saturation +0\.900 +0\.950 +>= 0\.970 +MISSED$/);
  expect(amount(0.0101, 'ratio')).toBe('0.0101');
  expect(amount(1404.4, 'rows/s')).toBe('1,404 rows/s');
});

test('what another program reaches has a column where it was asked for, or says why there is nothing', () => {
  const found = { name: 'recall', unit: 'share', ours: 0.98, faiss: 0.981 };
  const missing = { name: 'speed', unit: 'queries/s', ours: 1900, faiss: 'no python3 with venv' };
  const [head, , first, second] = tableOf(judge('index', [found, missing], 1));
  expect(head).toMatch(/ours +plain loop +faiss-cpu +required/);
  expect(first).toMatch(/^index +recall +0\.980 +0\.981$/);
  expect(second).toMatch(/^index +speed +1,900 queries\/s +no python3 with venv$/);
});
