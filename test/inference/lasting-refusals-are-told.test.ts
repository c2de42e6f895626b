import { expect, onTestFinished, test } from 'vitest';
import type { Heartbeat } from '../../schemas/build/progress.ts';
import { ShardTally } from '../../activities/engine/rows/tally.ts';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const refusal = { message: 'slow down' };

test('refusals that last are told with the answers a second that they leave, and so is their end', async () => {
  let share = 2;
  let asked = 0;
  const server = await scriptedEndpoint((_, reply) => {
    asked++;
    if (share > 0 && asked % share !== 0) reply.error(429, refusal, { 'retry-after-ms': '300' });
    else reply.text();
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 8, max: 8 } });
  let over = false;
  const keepAsking = async () => {
    for (let row = 0; !over; row++) await ask(`row ${row}`);
  };
  const work = [keepAsking(), keepAsking(), keepAsking(), keepAsking()];
  onTestFinished(() => void (over = true));
  await ask('first');
  expect(state().limitedTo).toBeUndefined();

  await expect.poll(() => state().limitedTo).toBeGreaterThan(0);
  const tally = new ShardTally({ stage: 'answer', shard: 0 }, 10, { in: 0, out: 0, rejected: 0 });
  tally.asks('main');
  const beats: Heartbeat[] = [];
  tally.report(
    (beat) => beats.push(beat),
    () => [state()],
  )();
  expect(beats[0]?.waiting).toMatch(/^limited to \d+(\.\d)?\/s by main \(http:\S+: HTTP 429: slow down\)$/);

  share = Infinity;
  await expect.poll(() => state().limitedTo).toBeLessThan(0.5);
  share = 0;
  await expect.poll(() => state().limitedTo).toBeUndefined();
  over = true;
  await Promise.all(work);
});

test('an endpoint that asks to be left alone for long is no outage', async () => {
  const server = await scriptedEndpoint((_, reply) => reply.error(429, refusal, { 'retry-after': '60' }));
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 1, max: 1 } });
  const stop = new AbortController();
  const rows = ['one', 'two'].map((row) => ask(row, { signal: stop.signal }).catch(() => undefined));
  await expect.poll(() => state().limitedTo).toBe(0);
  stop.abort();
  await Promise.all(rows);
});
