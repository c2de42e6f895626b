import { request } from 'undici';
import { expect, test, vi } from 'vitest';
import { errorSchema, forEachOf, post, say } from './posting.ts';
import { standinForTest, until } from './starting.ts';

vi.setConfig({ testTimeout: 30_000 });

const ask = (url: string, number: number, signal?: AbortSignal) =>
  post(
    url,
    '/v1/chat/completions',
    { model: 'stand-in', seed: number, messages: [{ role: 'user', content: 'Hello there.' }] },
    signal,
  );

/** One after the other by undici's request: which request is the n-th decides what happens to it. */
async function statusOf(url: string, seed: number): Promise<number> {
  const body = JSON.stringify({
    model: 'stand-in',
    seed,
    messages: [{ role: 'user', content: 'Hello there.' }],
  });
  const response = await request(`${url}/v1/chat/completions`, { method: 'POST', body });
  await response.body.dump();
  return response.statusCode;
}

test('errorRate hits its share of requests, the same ones each time', async () => {
  const hit = async () => {
    const { url } = await standinForTest({ errorRate: 0.1 });
    const statuses: number[] = [];
    for (let seed = 0; seed < 400; seed++) statuses.push(await statusOf(url, seed));
    return statuses;
  };
  const statuses = await hit();
  expect(new Set(statuses)).toEqual(new Set([200, 500, 503]));
  expect(statuses.filter((status) => status !== 200).length / 400).toBeCloseTo(0.1, 1);
  expect(await hit()).toEqual(statuses);
});

test('dropRate breaks the connection in the middle of an answer', async () => {
  const standin = await standinForTest({ dropRate: 1, mistakes: 0, slots: 1 });
  const response = await ask(standin.url, 1);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  await until(() => standin.stats().dropped === 1);
  expect(standin.stats()).toMatchObject({ answered: 0, aborted: 0, inService: 0 });
});

test('hangRate keeps a request and its slot until the client gives up', async () => {
  const standin = await standinForTest({ hangRate: 1 });
  const leave = new AbortController();
  const held = expect(ask(standin.url, 1, leave.signal)).rejects.toThrow();
  await until(() => standin.stats().hung === 1);
  expect(standin.stats().inService).toBe(1);
  leave.abort();
  await held;
  await until(() => standin.stats().aborted === 1);
  expect(standin.stats().inService).toBe(0);
});

test('down ends what is in service, refuses what comes, and is taken back over HTTP', async () => {
  const standin = await standinForTest({ latencyMs: 60_000 });
  const inService = expect(ask(standin.url, 1)).rejects.toThrow();
  await until(() => standin.stats().inService === 1);
  const faults = await post(standin.url, '/faults', { down: true, latencyMs: 0 });
  expect(await faults.json()).toMatchObject({ down: true, latencyMs: 0 });
  await inService;
  await expect(ask(standin.url, 2)).rejects.toThrow();
  await expect(fetch(`${standin.url}/health`)).rejects.toThrow();
  await post(standin.url, '/faults', { down: false });
  expect((await say(standin.url, 'Back again?')).standIn).toBe('true');
  expect(standin.stats()).toMatchObject({ dropped: 1, aborted: 0, answered: 1 });
});

test('an unknown fault is refused by name and changes nothing', async () => {
  const standin = await standinForTest();
  const response = await post(standin.url, '/faults', { latency: 5, slots: 3 });
  expect(response.status).toBe(400);
  expect(errorSchema.parse(await response.json()).error.message).toContain('latency');
  expect(standin.faults().slots).toBe(null);
});

test('bad requests get a 400 that names the field', async () => {
  const { url } = await standinForTest();
  const cases = [
    { body: { model: 'stand-in', messages: [] }, names: 'messages' },
    { body: { model: 'stand-in', messages: [{ role: 'user', content: 5 }] }, names: 'messages.0.content' },
    {
      body: { model: 'stand-in', messages: [{ role: 'user', content: 'x' }], max_tokens: 'many' },
      names: 'max_tokens',
    },
  ];
  await forEachOf(cases.length, async (at) => {
    const response = await post(url, '/v1/chat/completions', cases[at]?.body);
    expect(response.status).toBe(400);
    expect(errorSchema.parse(await response.json()).error.param).toBe(cases[at]?.names);
  });
});
