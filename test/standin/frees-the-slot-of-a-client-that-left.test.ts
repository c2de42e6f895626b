import { expect, test } from 'vitest';
import { post, say } from './posting.ts';
import { standinForTest, until } from './starting.ts';

const request = { model: 'stand-in', messages: [{ role: 'user', content: 'Take your time.' }] };

test('a client that leaves in service or in the queue is counted as aborted and holds nothing', async () => {
  const standin = await standinForTest({ latencyMs: 60_000, slots: 1 });
  const leave = new AbortController();
  const inService = post(standin.url, '/v1/chat/completions', request, leave.signal);
  const queued = post(standin.url, '/v1/chat/completions', { ...request, seed: 2 }, leave.signal);
  const given = Promise.all([expect(inService).rejects.toThrow(), expect(queued).rejects.toThrow()]);
  await until(() => standin.stats().inService === 1 && standin.stats().queued === 1);
  leave.abort();
  await given;
  await until(() => standin.stats().aborted === 2);
  expect(standin.stats()).toMatchObject({ inService: 0, queued: 0, answered: 0, statuses: {} });
  standin.setFaults({ latencyMs: 0 });
  expect((await say(standin.url, 'And now?')).text).not.toBe('');
});

test('a client that leaves in the middle of a stream is counted as aborted', async () => {
  const standin = await standinForTest({ perTokenMs: 200, mistakes: 0 });
  const leave = new AbortController();
  const response = await post(
    standin.url,
    '/v1/chat/completions',
    { ...request, stream: true },
    leave.signal,
  );
  await response.body?.getReader().read();
  leave.abort();
  await until(() => standin.stats().aborted === 1);
  expect(standin.stats()).toMatchObject({ inService: 0, answered: 0 });
});
