import { expect, test } from 'vitest';
import { asking } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';

test.each([
  { 'llm_provider-retry-after': '1' },
  { 'retry-after-ms': '1000' },
  { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-remaining-requests': '0' },
  { 'llm_provider-x-ratelimit-reset-tokens': '1s' },
])('a 429 with %j is asked again after a second', async (headers) => {
  const times: number[] = [];
  const server = await scriptedEndpoint((_, reply) => {
    times.push(performance.now());
    if (times.length === 1) reply.error(429, { message: 'slow down' }, headers);
    else reply.text();
  });
  expect((await asking({ urls: [server.baseUrl] }).ask('row')).text).toBe('answer to row');
  const [first = 0, second = 0] = times;
  expect(times).toHaveLength(2);
  // Timers round to whole milliseconds.
  expect(second - first).toBeGreaterThan(990);
});
