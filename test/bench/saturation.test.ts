import { expect, test } from 'vitest';
import {
  busySaturation,
  idealSeconds,
  phaseSeconds,
  rowsPerSecond,
  saturation,
} from '../../bench/results/saturation.ts';
import { statsSchema } from '../../infra/standin/stats.ts';

const stats = statsSchema.parse({
  requests: 2100,
  answered: 2000,
  aborted: 0,
  distinct: 2000,
  repeated: 0,
  dropped: 0,
  refused: 0,
  hung: 0,
  paths: {},
  apis: {},
  statuses: {},
  inService: 0,
  queued: 0,
  peakInService: 64,
  peakQueued: 0,
  busyMs: 320_000,
  firstRequestAt: 1_000,
  lastAnswerAt: 11_000,
  promptTokens: 0,
  completionTokens: 0,
});
const service = { latencyMs: 200, slots: 64 };

test('saturation is the ideal time of the answered rows over the time that they took', () => {
  expect(idealSeconds(2000, service)).toBe(6.25);
  expect(phaseSeconds(stats)).toBe(10);
  expect(saturation(stats, service)).toBe(0.625);
  expect(busySaturation(stats, service)).toBe(0.5);
  expect(rowsPerSecond(stats)).toBe(200);
});

test('an endpoint that was never asked has no saturation', () => {
  expect(saturation({ ...stats, firstRequestAt: null, lastAnswerAt: null }, service)).toBeNaN();
});
