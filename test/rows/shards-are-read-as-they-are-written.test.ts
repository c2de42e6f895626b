import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Pace } from '../../activities/engine/rows/pace.ts';

const { signal } = new AbortController();

/** Shards that were read, in order, each as soon as it may be; gives what tells that all rows of one have begun. */
function reading(pace: Pace, shards: number) {
  const read: number[] = [];
  const begun = Array.from({ length: shards }, (_, index) =>
    pace.mayRead(index, signal).then((leave) => {
      read.push(index);
      return leave;
    }),
  );
  return { read, begun: async (index: number) => (await begun[index])?.() };
}

test('three shards stand ready, and the next is read once the rows of one have all begun', async () => {
  const { read, begun } = reading(new Pace(), 5);
  await setImmediate();
  expect(read).toEqual([0, 1, 2]);
  await begun(1);
  await setImmediate();
  expect(read).toEqual([0, 1, 2, 3]);
});

test('none is read while thousands of rows are being written, and then as many as have begun', async () => {
  const pace = new Pace();
  const { read, begun } = reading(pace, 6);
  const [first, second] = [pace.ends(2000), pace.ends(2000)];
  await begun(0);
  await begun(1);
  await setImmediate();
  expect(read).toEqual([0, 1, 2]);
  first();
  await setImmediate();
  expect(read).toEqual([0, 1, 2, 3, 4]);
  second();
  await begun(2);
  await setImmediate();
  expect(read).toEqual([0, 1, 2, 3, 4, 5]);
});
