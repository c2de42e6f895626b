import { expect, test } from 'vitest';
import { RateLimit } from '../../activities/inference/rate-limit.ts';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

/** Moments at which requests go that wait for nothing else. */
function moments(limit: RateLimit, requests: number, tokens = 1): number[] {
  let now = 0;
  return Array.from({ length: requests }, () => {
    now += limit.waitMs(tokens, now);
    limit.sent(tokens, now);
    return now;
  });
}

/** Most that go within any minute. */
function mostAMinute(times: readonly number[], each = 1): number {
  return Math.max(
    ...times.map((at) => times.filter((other) => other >= at && other < at + 60_000).length * each),
  );
}

test.each([1, 5, 60, 500, 3001])('no minute holds more than %i requests, and few hold less', (rpm) => {
  const times = moments(new RateLimit({ rpm }, 0), rpm * 5);
  expect(mostAMinute(times)).toBeLessThanOrEqual(Math.max(2, rpm));
  expect(times.at(-1)).toBeLessThan(60_000 * (rpm === 1 ? 9 : 7.5));
});

test('tokens are kept to likewise, what was not needed is free again, and one that is larger than all goes alone', () => {
  expect(mostAMinute(moments(new RateLimit({ tpm: 10_000 }, 0), 100, 500), 500)).toBeLessThanOrEqual(10_500);
  const limit = new RateLimit({ tpm: 10_000 }, 0);
  limit.sent(1000, 0);
  expect(limit.waitMs(1000, 0)).toBeGreaterThan(0);
  limit.cost(1000, 10, 0);
  expect(limit.waitMs(990, 0)).toBe(0);
  const huge = new RateLimit({ tpm: 1000 }, 0);
  expect(huge.waitMs(50_000, 0)).toBe(0);
  huge.sent(50_000, 0);
  expect(huge.waitMs(1, 0)).toBeGreaterThan(60_000);
});

test('an endpoint is asked no more often than its config says, and its processes share that', async () => {
  const server = await scriptedEndpoint();
  // 20 at once, then one each 333 ms: the half of 400 a minute.
  const { ask, state } = asking({ urls: [server.baseUrl], rpm: 400, processes: 2 });
  const began = performance.now();
  const answers = Array.from({ length: 23 }, (_, row) => ask(`row ${row}`));
  await Promise.all(answers.slice(0, 20));
  // A pace of its own is no endpoint that does not answer.
  expect(state()).toMatchObject({ waitingSince: undefined });
  await Promise.all(answers);
  expect(performance.now() - began).toBeGreaterThan(950);
  expect(server.seen).toHaveLength(23);
});
