import { expect, test } from 'vitest';
import { InferenceClosed } from '../../activities/inference/index.ts';
import { asking, rejection } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const NEVER = () => undefined;

test('an abort closes the sockets of requests in flight and takes the queued ones out', async () => {
  const server = await scriptedEndpoint(NEVER);
  const { ask, state } = asking({ urls: [server.baseUrl], concurrency: { initial: 2, max: 2 } });
  const stop = new AbortController();
  const asked = Array.from({ length: 10 }, (_, row) => ask(`row ${row}`, { signal: stop.signal }));
  const errors = Promise.all(asked.map(rejection));
  await expect.poll(() => server.seen.length).toBe(2);
  const reason = new Error('cancelled by the user');
  stop.abort(reason);
  expect(new Set(await errors)).toEqual(new Set([reason]));
  // What the test is about: the server sees both connections close.
  await Promise.all(server.seen.map(({ gone }) => gone));
  await expect.poll(() => state().inFlight).toBe(0);
  expect(state().queued).toBe(0);
  expect(server.seen).toHaveLength(2);
});

test('others go on: an abort frees its slots for requests of another signal', async () => {
  const server = await scriptedEndpoint(({ prompt }, reply) =>
    prompt === 'slow' ? undefined : reply.text(),
  );
  const { ask } = asking({ urls: [server.baseUrl], concurrency: { initial: 1, max: 1 } });
  const stop = new AbortController();
  const slow = rejection(ask('slow', { signal: stop.signal }));
  const next = ask('next');
  await expect.poll(() => server.seen.length).toBe(1);
  stop.abort();
  expect((await next).text).toBe('answer to next');
  expect(await slow).toMatchObject({ name: 'AbortError' });
});

test('an aborted signal asks nothing, and neither does closed inference', async () => {
  const server = await scriptedEndpoint();
  const { ask, close } = asking({ urls: [server.baseUrl] });
  await expect(ask('row', { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  await close();
  await expect(ask('row')).rejects.toThrow(InferenceClosed);
  expect(server.seen).toHaveLength(0);
});

test('closing takes back what is in flight', async () => {
  const server = await scriptedEndpoint(NEVER);
  const { ask, close } = asking({ urls: [server.baseUrl] });
  const error = rejection(ask('row'));
  await expect.poll(() => server.seen.length).toBe(1);
  await close();
  expect(await error).toBeInstanceOf(InferenceClosed);
  await server.seen[0]?.gone;
});
