import { describe, expect, test } from 'vitest';
import { AdaptiveLimit } from '../../activities/inference/adaptive-limit.ts';

const bounds = { min: 1, initial: 64, max: 512, timeoutMs: 600_000 };

/** A server with a full queue before it: `latency(n)` is how long n requests at once take. Gives the limits met. */
function serve(
  limit: AdaptiveLimit,
  latency: (inFlight: number) => number,
  rounds: number,
  from = 0,
): number[] {
  let now = from;
  const met: number[] = [];
  limit.filled(true, now);
  for (let round = 0; round < rounds; round++) {
    const inFlight = limit.value;
    const pace = latency(inFlight) / inFlight;
    for (let answer = 0; answer < inFlight; answer++) {
      now += pace;
      limit.sent();
      limit.answered(now);
      limit.filled(true, now);
    }
    met.push(limit.value);
  }
  return met;
}

const slots = (count: number, ms: number) => (inFlight: number) => ms * Math.max(1, inFlight / count);

describe('throughput', () => {
  test('doubles each round trip to the max while it pays', () => {
    expect(serve(new AdaptiveLimit(bounds, 0), slots(1000, 200), 4)).toEqual([128, 256, 512, 512]);
  });

  test('holds just above the slots of a full server', () => {
    expect(serve(new AdaptiveLimit(bounds, 0), slots(64, 200), 8)).toEqual(Array(8).fill(128));
    const met = serve(new AdaptiveLimit({ ...bounds, initial: 8 }, 0), slots(64, 200), 12);
    expect(met.at(-1)).toBeGreaterThan(64);
    expect(met.at(-1)).toBeLessThanOrEqual(128);
  });

  test('grows on a batching GPU whose latency rises with each request', () => {
    const batching = (inFlight: number) => 1000 + 6 * inFlight;
    expect(Math.max(...serve(new AdaptiveLimit(bounds, 0), batching, 6))).toBeGreaterThanOrEqual(256);
  });

  test('a burst of slow answers does not shrink it', () => {
    const limit = new AdaptiveLimit(bounds, 0);
    const [settled] = serve(limit, slots(64, 200), 4).slice(-1);
    expect(serve(limit, slots(64, 4000), 3, 10_000)).toEqual([settled, settled, settled]);
  });

  test('finds capacity that is added later', () => {
    const limit = new AdaptiveLimit(bounds, 0);
    serve(limit, slots(64, 200), 4);
    expect(Math.max(...serve(limit, slots(512, 200), 30, 10_000))).toBeGreaterThan(256);
  });

  test('stays below what a timeout allows: waiting at the server may not eat half of it', () => {
    const limit = new AdaptiveLimit({ ...bounds, timeoutMs: 10_000 }, 0);
    expect(serve(limit, slots(64, 4000), 4)).toEqual([64, 64, 64, 64]);
  });

  test('does not grow on requests that do not fill it', () => {
    const limit = new AdaptiveLimit(bounds, 0);
    for (let now = 0; now < 10_000; now++) {
      limit.sent();
      limit.filled(false, now);
      limit.answered(now);
    }
    expect(limit.value).toBe(64);
  });
});

describe('refusals', () => {
  test('a burst lowers it once a round trip, never below min', () => {
    const limit = new AdaptiveLimit({ ...bounds, min: 10 }, 0);
    const burst = Array.from({ length: 64 }, () => limit.sent());
    for (const sent of burst) limit.refused(sent, 64, 1);
    expect(limit.value).toBe(48);
    for (let round = 0; round < 20; round++) limit.refused(limit.sent(), limit.value, 2 + round);
    expect(limit.value).toBe(10);
  });

  test('goes back to just below what the server took, and probes above it later', () => {
    const limit = new AdaptiveLimit(bounds, 0);
    const burst = Array.from({ length: 64 }, () => limit.sent());
    for (const sent of burst.slice(0, 4)) limit.refused(sent, 64, 1);
    expect(limit.value).toBe(48);
    expect(serve(limit, slots(56, 200), 5, 10).at(-1)).toBe(57);
    expect(Math.max(...serve(limit, slots(56, 200), 20, 10_000))).toBeGreaterThan(64);
  });

  test('stray 503s and hangs do not lower it, many do', () => {
    const limit = new AdaptiveLimit({ ...bounds, max: 64 }, 0);
    limit.filled(true, 0);
    for (let count = 0; count < 2000; count++) {
      const sent = limit.sent();
      if (count % 20 === 0) limit.struggled(sent, 64, count);
      else limit.answered(count);
    }
    expect(limit.value).toBe(64);
    for (let count = 0; count < 40; count++) limit.struggled(limit.sent(), 64, 5000);
    expect(limit.value).toBeLessThan(64);
  });
});
