import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest, until } from './starting.ts';

const ask = (url: string, number: number) =>
  post(url, '/v1/chat/completions', {
    model: 'stand-in',
    messages: [{ role: 'user', content: `Number ${number}` }],
  });

test('no more requests are in service than there are slots, and busy time is what they took', async () => {
  // So long that a busy machine sends the next ones before the first are done.
  const standin = await standinForTest({ latencyMs: 100, slots: 4 });
  const responses = await Promise.all(Array.from({ length: 60 }, (_, number) => ask(standin.url, number)));
  expect(responses.every(({ status }) => status === 200)).toBe(true);
  await until(() => standin.stats().answered === 60);
  const stats = standin.stats();
  expect(stats.peakInService).toBe(4);
  expect(stats.inService).toBe(0);
  expect(stats.busyMs).toBeGreaterThan(60 * 100 * 0.9);
  expect((stats.lastAnswerAt ?? 0) - (stats.firstRequestAt ?? 0)).toBeGreaterThan((60 / 4) * 100 * 0.9);
});

test('the queue is served first come, first served', async () => {
  const standin = await standinForTest({ hangRate: 1, slots: 1 });
  const leave = new AbortController();
  const held = post(standin.url, '/v1/embeddings', { model: 'stand-in', input: 'x' }, leave.signal);
  const given = expect(held).rejects.toThrow();
  await until(() => standin.stats().inService === 1);
  standin.setFaults({ hangRate: 0 });
  const order: number[] = [];
  const waiting: Promise<unknown>[] = [];
  for (let number = 0; number < 5; number++) {
    waiting.push(ask(standin.url, number).then(() => order.push(number)));
    await until(() => standin.stats().queued === number + 1);
  }
  leave.abort();
  await Promise.all([...waiting, given]);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});

test('more slots let the queue move up at once', async () => {
  const standin = await standinForTest({ latencyMs: 30, slots: 1 });
  const all = Promise.all(Array.from({ length: 6 }, (_, number) => ask(standin.url, number)));
  await until(() => standin.stats().queued === 5);
  standin.setFaults({ slots: null });
  expect(standin.stats()).toMatchObject({ inService: 6, queued: 0 });
  await all;
});
