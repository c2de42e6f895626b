import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('a URL that refuses connections gets no more requests, and comes back when it listens again', async () => {
  const healthy = await scriptedEndpoint();
  const gone = await scriptedEndpoint();
  await gone.stop();
  const { ask, state } = asking({ urls: [gone.baseUrl, healthy.baseUrl] });
  const rows = (count: number) => Promise.all(Array.from({ length: count }, (_, row) => ask(`row ${row}`)));

  expect(await rows(40)).toHaveLength(40);
  expect(state().urls.map(({ healthy }) => healthy)).toEqual([false, true]);
  expect(state().lastFault).toContain('nothing listens there');

  const back = await scriptedEndpoint(undefined, gone.port);
  while (state().urls[0]?.healthy !== true) await ask('meanwhile');
  await rows(40);
  expect(back.seen.length).toBeGreaterThan(10);
});

test('requests are spread over the URLs by what each has in flight', async () => {
  const servers = [await scriptedEndpoint(), await scriptedEndpoint(), await scriptedEndpoint()];
  const { ask } = asking({
    urls: servers.map(({ baseUrl }) => baseUrl),
    concurrency: { initial: 30, max: 30 },
  });
  await Promise.all(Array.from({ length: 30 }, (_, row) => ask(`row ${row}`)));
  expect(servers.map(({ seen }) => seen.length)).toEqual([10, 10, 10]);
});

test('a request that failed on one URL is tried on another at once', async () => {
  const failing = await scriptedEndpoint((_, reply) => reply.error(500, { message: 'boom' }));
  const healthy = await scriptedEndpoint();
  const { ask, state } = asking({ urls: [failing.baseUrl, healthy.baseUrl] });
  for (let row = 0; row < 4; row++) expect((await ask(`row ${row}`)).text).toBe(`answer to row ${row}`);
  expect(state().lastFault).toContain('HTTP 500: boom');
});
