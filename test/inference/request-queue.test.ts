import { expect, test } from 'vitest';
import { RequestQueue, type Queued } from '../../activities/inference/request-queue.ts';

const entry = (order: number, arrival: number, retried = false): Queued => ({ order, arrival, retried });

test('any mix of pushes, pops and removals comes out in rank', () => {
  const queue = new RequestQueue<Queued>();
  let state = 1;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const entries = Array.from({ length: 5000 }, (_, arrival) => entry(random(7), arrival, random(50) === 0));
  for (const each of entries) queue.push(each);
  const removed = new Set(entries.filter(() => random(3) === 0));
  for (const each of removed) queue.remove(each);
  expect(queue.size).toBe(entries.length - removed.size);

  const expected = entries
    .filter((each) => !removed.has(each))
    .sort((a, b) => Number(b.retried) - Number(a.retried) || a.order - b.order || a.arrival - b.arrival);
  const popped: (Queued | undefined)[] = [];
  while (queue.size > 0) popped.push(queue.pop());
  expect(popped).toEqual(expected);
  expect(queue.pop()).toBeUndefined();
});

test('drain takes those that match and leaves the rest in rank', () => {
  const queue = new RequestQueue<Queued>();
  for (const arrival of [4, 2, 3, 1]) queue.push(entry(0, arrival));
  expect(
    queue
      .drain(({ arrival }) => arrival > 2)
      .map(({ arrival }) => arrival)
      .sort(),
  ).toEqual([3, 4]);
  expect([queue.pop()?.arrival, queue.pop()?.arrival, queue.pop()]).toEqual([1, 2, undefined]);
});
