import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const ROWS = 300;
const refusal = { message: 'try again later' };
const afterOneSecond = { 'retry-after': '1' };

/** Draws that are the same in each run. */
function dice(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

// A machine that stands still within the first burst sees few in flight refused, which looks like a small server's limit: that
// a limit follows from what was in flight is right, and by chance it is met once in many runs.
test(
  'a server that refuses every second request at random is asked by the others meanwhile',
  { retry: 2 },
  async () => {
    const draw = dice();
    /** When each row was refused last. */
    const refused = new Map<string, number>();
    let sooner = 0;
    let askedMeanwhile = 0;
    let answeredMeanwhile = 0;
    let inService = 0;
    let most = 0;
    const server = await scriptedEndpoint(async ({ prompt }, reply) => {
      const before = refused.get(prompt);
      // Later than what was in flight with it, and before it may come again.
      const waits = (at: number) => performance.now() - at > 200 && performance.now() - at < 900;
      if ([...refused.values()].some(waits)) askedMeanwhile++;
      if (before !== undefined && performance.now() - before < 980) sooner++;
      if (draw() < 0.5) {
        refused.set(prompt, performance.now());
        reply.error(429, refusal, afterOneSecond);
        return;
      }
      most = Math.max(most, ++inService);
      await sleep(50);
      inService--;
      if ([...refused.values()].some((at) => performance.now() - at < 900)) answeredMeanwhile++;
      reply.text();
    });
    const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 32, max: 64 } });
    const answers = await Promise.all(Array.from({ length: ROWS }, (_, row) => ask(`row ${row}`)));
    expect(answers).toHaveLength(ROWS);
    // What was refused waits as it was told to, and nothing else does.
    expect(sooner).toBe(0);
    expect(askedMeanwhile).toBeGreaterThan(ROWS / 4);
    expect(answeredMeanwhile).toBeGreaterThan(ROWS / 2);
    // Refusals that come whatever is in flight say nothing about how much may be.
    expect(most).toBeGreaterThan(8);
    expect(state().limit).toBeGreaterThan(4);
  },
);

test('a server that refuses everything for a while is left alone for as long as it asks, and then all is answered', async () => {
  const server = await scriptedEndpoint();
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 16, max: 64 } });
  await Promise.all(Array.from({ length: 50 }, (_, row) => ask(`before ${row}`)));
  const { limit } = state();

  let refusing = true;
  let duringStorm = 0;
  server.script = (_, reply) => {
    if (refusing) duringStorm++;
    if (refusing) reply.error(429, refusal, afterOneSecond);
    else reply.text();
  };
  const asked = Promise.all(Array.from({ length: ROWS }, (_, row) => ask(`row ${row}`)));
  await expect.poll(() => state().urls[0]?.pausedMs).toBeGreaterThan(0);
  await sleep(5000);
  refusing = false;
  expect(await asked).toHaveLength(ROWS);
  // A burst at a time, each smaller than the one before: what was in flight, and no row after row.
  expect(duringStorm).toBeLessThan(limit * 5);
  expect(state()).toMatchObject({ waitingSince: undefined, queued: 0 });
});

test('what a server took before it began to refuse does not count as its taking some', async () => {
  const held: (() => void)[] = [];
  let refusals = 0;
  const server = await scriptedEndpoint(({ prompt }, reply) => {
    if (prompt.startsWith('early')) held.push(() => reply.text());
    else if (refusals++ < 1) reply.error(429, refusal, afterOneSecond);
    else reply.text();
  });
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 4, max: 4 } });
  const early = [ask('early 1'), ask('early 2')];
  await expect.poll(() => held.length).toBe(2);
  const late = ask('late');
  await expect.poll(() => state().urls[0]?.pausedMs).toBeGreaterThan(0);
  for (const answer of held) answer();
  await Promise.all(early);
  expect(state().urls[0]?.pausedMs).toBeGreaterThan(0);
  await late;
});
