import { expect, test } from 'vitest';
import { rejection } from '../inference/asking.ts';
import type { Reply } from '../inference/scripted-endpoint.ts';
import { calling, translation } from './calling.ts';
import { fakeTranslator, numbered } from './fake-translator.ts';

/** Four texts in one request, whose answer, or other fate, comes when it is told to. */
async function fourInFlight(fate?: (reply: Reply) => void) {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let held = false;
  const translator = await fakeTranslator(async (_, reply) => {
    if (held) return false;
    held = true;
    await released;
    fate?.(reply);
    return fate !== undefined;
  });
  const { call, state } = calling({ urls: [translator.baseUrl] }, { api: 'open-inference' });
  const rows = numbered(4).map((text) => {
    const controller = new AbortController();
    const answer = call(translation(text), { signal: controller.signal });
    answer.catch(() => undefined);
    return { answer, cancel: () => controller.abort(new Error(`${text} was cancelled`)) };
  });
  await expect.poll(() => translator.batches.length).toBe(1);
  return { translator, rows, release, state };
}

test('one row of a batch is cancelled at once; the others get their own answers of the same request', async () => {
  const { translator, rows, release } = await fourInFlight();
  let closed = false;
  void translator.seen[0]?.gone.then(() => (closed = true));
  rows[1]?.cancel();
  expect(String(await rejection(rows[1]?.answer ?? Promise.resolve()))).toContain('texto 1 was cancelled');
  release();
  const answers = await Promise.allSettled(rows.map(({ answer }) => answer));
  expect(answers.map((each) => (each.status === 'fulfilled' ? each.value.text : 'none'))).toEqual([
    '«texto 0»',
    'none',
    '«texto 2»',
    '«texto 3»',
  ]);
  expect(closed).toBe(false);
  expect(translator.batches).toHaveLength(1);
});

test('when all rows of a batch are cancelled, its request is taken back', async () => {
  const { translator, rows, state } = await fourInFlight();
  for (const { cancel } of rows) cancel();
  await translator.seen[0]?.gone;
  await expect.poll(() => state().inFlight).toBe(0);
  expect(state()).toMatchObject({ queued: 0, lastFault: undefined });
});

test('a row that is cancelled while it waits is in no request', async () => {
  const translator = await fakeTranslator();
  const { call } = calling({ urls: [translator.baseUrl] }, { api: 'open-inference' });
  const controller = new AbortController();
  const [first, second, third] = ['a', 'b', 'c'].map((text, at) =>
    call(translation(text), at === 1 ? { signal: controller.signal } : {}),
  );
  controller.abort(new Error('no longer wanted'));
  expect(String(await rejection(second ?? Promise.resolve()))).toContain('no longer wanted');
  await Promise.all([first, third]);
  expect(translator.batches).toEqual([['a', 'c']]);
});

test('a batch that fails goes on without the row that was cancelled meanwhile', async () => {
  const { translator, rows, release } = await fourInFlight((reply) =>
    reply.error(500, { message: 'not now' }),
  );
  rows[3]?.cancel();
  release();
  const answers = await Promise.all(rows.slice(0, 3).map(({ answer }) => answer));
  expect(answers.map(({ text }) => text)).toEqual(['«texto 0»', '«texto 1»', '«texto 2»']);
  expect(translator.batches.slice(1).flat().sort()).toEqual(['texto 0', 'texto 1', 'texto 2']);
});
