import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('while the only URL is down all requests wait, visibly, and none is lost', async () => {
  const server = await scriptedEndpoint();
  await server.stop();
  const { ask, state } = asking({ urls: [server.baseUrl], maxTries: 1 });
  const before = Date.now();
  const rows = Promise.all(Array.from({ length: 200 }, (_, row) => ask(`row ${row}`)));
  await expect.poll(() => state().waitingSince).toBeGreaterThanOrEqual(before);
  expect(state()).toMatchObject({ queued: 200, inFlight: 0 });
  expect(state().lastFault).toContain('connection refused');

  await scriptedEndpoint(undefined, server.port);
  expect(await rows).toHaveLength(200);
  expect(state()).toMatchObject({ queued: 0, waitingSince: undefined });
});

test('an endpoint that fails everything for a while rejects nothing, even with a single try', async () => {
  const server = await scriptedEndpoint((_, reply) => reply.error(500, { message: 'engine died' }));
  const { ask, state } = asking({ urls: [server.baseUrl], maxTries: 1 });
  const rows = Promise.all(Array.from({ length: 100 }, (_, row) => ask(`row ${row}`)));
  // Two trials failed: it is set aside, and stays so.
  await expect
    .poll(() => server.seen.filter(({ prompt }) => prompt === 'Hello').length)
    .toBeGreaterThanOrEqual(2);
  expect(state().urls[0]?.healthy).toBe(false);
  server.script = (_, reply) => reply.text();
  expect(await rows).toHaveLength(100);
});

test('requests that wait in an outage are given up when their signal aborts', async () => {
  const server = await scriptedEndpoint();
  await server.stop();
  const { ask, state } = asking({ urls: [server.baseUrl] });
  const stop = new AbortController();
  const asked = ask('row', { signal: stop.signal });
  await expect.poll(() => state().waitingSince).toBeTypeOf('number');
  stop.abort(new Error('build cancelled'));
  await expect(asked).rejects.toThrow('build cancelled');
  expect(state()).toMatchObject({ queued: 0, waitingSince: undefined });
});
