import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { asking } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('a request waits for its turn far longer than its timeout and is answered at its first try', async () => {
  const server = await scriptedEndpoint(async (_, reply) => {
    await sleep(500);
    reply.text();
  });
  const { ask, state } = asking({
    urls: [server.baseUrl],
    timeoutSeconds: 3,
    concurrency: { min: 1, initial: 1, max: 1 },
  });
  const answers = await Promise.all(Array.from({ length: 9 }, (_, row) => ask(`row ${row}`)));
  expect(answers.map(({ text }) => text)).toEqual(
    Array.from({ length: 9 }, (_, row) => `answer to row ${row}`),
  );
  expect(server.seen).toHaveLength(9);
  expect(state().lastFault).toBeUndefined();
});

test('the timeout covers a body that never ends, and the request is tried again', async () => {
  let stuck = true;
  const server = await scriptedEndpoint((_, reply) => {
    if (stuck) reply.raw.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":[');
    else reply.text('at last');
    stuck = false;
  });
  const { ask, state } = asking({ urls: [server.baseUrl], timeoutSeconds: 1 });
  expect((await ask('hello')).text).toBe('at last');
  expect(state().lastFault).toContain('no complete answer within 1 s');
  await server.seen[0]?.gone;
});
