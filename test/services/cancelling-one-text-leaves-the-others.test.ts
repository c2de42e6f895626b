import { expect, test } from 'vitest';
import { rejection } from '../inference/asking.ts';
import { calling, translation } from './calling.ts';
import { fakeTranslator, numbered } from './fake-translator.ts';

/** A translator that answers when it is told to, and what four texts of one request came to. */
async function fourInFlight() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const translator = await fakeTranslator(async () => {
    await released;
    return false;
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

test('a batch that is refused goes on without the row that was cancelled meanwhile', async () => {
  const { translator, rows, release } = await fourInFlight();
  translator.meddle = () => false;
  rows[3]?.cancel();
  release();
  await Promise.all(rows.slice(0, 3).map(({ answer }) => answer));
  expect(translator.batches.flat()).not.toContain(undefined);
});
