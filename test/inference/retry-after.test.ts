import { expect, test } from 'vitest';
import { retryAfterMs } from '../../activities/inference/retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  [{ 'retry-after': '86400' }, 300_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{}, undefined],
  // LiteLLM's names for the headers of the provider behind it.
  [{ 'llm_provider-retry-after': '7' }, 7000],
  [{ 'llm_provider-retry-after-ms': '70' }, 70],
  [{ 'retry-after': '1', 'llm_provider-retry-after': '7' }, 1000],
  [{ 'llm_provider-x-ratelimit-reset-requests': '1s' }, 1000],
  // OpenAI's durations: of what is used up the latest, else the soonest.
  [{ 'x-ratelimit-reset-requests': '6m0s' }, 300_000],
  [{ 'x-ratelimit-reset-tokens': '20ms' }, 20],
  [{ 'x-ratelimit-reset-tokens': '7.66s', 'x-ratelimit-reset-requests': '2m59.56s' }, 7660],
  [
    {
      'x-ratelimit-reset-tokens': '7s',
      'x-ratelimit-remaining-tokens': '400',
      'x-ratelimit-reset-requests': '1m30s',
      'x-ratelimit-remaining-requests': '0',
    },
    90_000,
  ],
  // Seconds, and moments in seconds, in milliseconds, as a date.
  [{ 'x-ratelimit-reset-requests': '12' }, 12_000],
  [{ 'x-ratelimit-reset': String(now / 1000 + 5) }, 5000],
  [{ 'x-ratelimit-reset': String(now + 1500) }, 1500],
  [{ 'ratelimit-reset': '4' }, 4000],
  [{ 'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:09Z' }, 9000],
  [{ 'x-ratelimit-reset-requests': 'soon' }, undefined],
])('%j', (headers, expected) => {
  expect(retryAfterMs(new Headers(Object.entries(headers)), now)).toBe(expected);
});

test('what begins anew says nothing of a server that failed', () => {
  expect(retryAfterMs(new Headers({ 'x-ratelimit-reset-requests': '6s' }), now, false)).toBeUndefined();
  expect(retryAfterMs(new Headers({ 'retry-after': '6' }), now, false)).toBe(6000);
});
