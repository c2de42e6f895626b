import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('a Retry-After is honoured: nothing is sent to the URL until it is over', async () => {
  const arrivals: number[] = [];
  const server = await scriptedEndpoint((_, reply) => {
    arrivals.push(performance.now());
    if (arrivals.length === 1) reply.error(429, { message: 'slow down' }, { 'retry-after': '1' });
    else reply.text();
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 1, max: 4 } });
  const asked = Promise.all([ask('one'), ask('two'), ask('three')]);
  await expect.poll(() => state().urls[0]?.pausedMs).toBeGreaterThan(0);
  expect(state()).toMatchObject({ inFlight: 0, queued: 3 });
  expect(state().waitingSince).toBeTypeOf('number');
  expect(state().lastFault).toContain('HTTP 429: slow down');
  await asked;
  expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(990);
  expect(state()).toMatchObject({ waitingSince: undefined, queued: 0 });
});

test('the limit falls while a server refuses beyond a number of requests, all are answered, and it recovers', async () => {
  let capacity = 8;
  let inService = 0;
  const server = await scriptedEndpoint(async (_, reply) => {
    if (inService >= capacity) {
      reply.error(429, { message: 'queue is full' });
      return;
    }
    inService++;
    await sleep(20);
    inService--;
    reply.text();
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 32, max: 64 } });
  const rows = (count: number) => Promise.all(Array.from({ length: count }, (_, row) => ask(`row ${row}`)));
  expect(await rows(300)).toHaveLength(300);
  expect(state().limit).toBeLessThanOrEqual(16);
  expect(state().limit).toBeGreaterThanOrEqual(4);

  capacity = 64;
  // How many rounds that takes depends on how busy this machine is.
  for (let round = 0; round < 20 && state().limit <= 20; round++) await rows(500);
  expect(state().limit).toBeGreaterThan(20);
});

test('429 without end uses up no tries', async () => {
  let refusals = 12;
  const server = await scriptedEndpoint(({ prompt }, reply) => {
    if (prompt === 'unlucky' && refusals-- > 0)
      reply.error(429, { message: 'no' }, { 'retry-after-ms': '5' });
    else reply.text();
  });
  const { ask } = asking({ urls: [server.baseUrl], maxTries: 2 });
  const others = async () => {
    for (let row = 0; row < 20; row++) await ask(`row ${row}`);
  };
  const [answer] = await Promise.all([ask('unlucky'), others()]);
  expect(answer.text).toBe('answer to unlucky');
});
