import { expect, test } from 'vitest';
import { errorSchema, post } from './posting.ts';
import { standinForTest, until } from './starting.ts';

const request = (number: number) => ({
  model: 'stand-in',
  messages: [{ role: 'user', content: `Number ${number}` }],
});

test('a request above the queue limit gets a 429 with Retry-After and those below are answered', async () => {
  const standin = await standinForTest({
    latencyMs: 50,
    slots: 2,
    queueLimit: 3,
    retryAfterMs: 2500,
    mistakes: 0,
  });
  const first = Array.from({ length: 5 }, (_, number) =>
    post(standin.url, '/v1/chat/completions', request(number)),
  );
  await until(() => standin.stats().queued === 3);
  const turnedAway = await post(standin.url, '/v1/chat/completions', request(5));
  expect(turnedAway.status).toBe(429);
  expect(turnedAway.headers.get('retry-after')).toBe('3');
  expect(turnedAway.headers.get('retry-after-ms')).toBe('2500');
  expect(errorSchema.parse(await turnedAway.json()).error.code).toBe('rate_limit_exceeded');
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await until(() => standin.stats().answered === 5);
  expect(standin.stats()).toMatchObject({
    requests: 6,
    statuses: { 200: 5, 429: 1 },
    peakQueued: 3,
    queued: 0,
  });
});
