import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { calling, translation } from './calling.ts';
import { fakeTranslator } from './fake-translator.ts';

const slots = 64;

test.each([1, 8, 32])('64 busy slots send requests of %i', async (rows) => {
  const translator = await fakeTranslator(async () => {
    await after(10);
    return false;
  });
  const concurrency = { initial: slots, max: slots };
  const { call } = calling(
    { urls: [translator.baseUrl], concurrency },
    { api: 'open-inference', batch: { rows } },
  );
  const texts = slots * rows * 6;
  let next = 0;
  // As many rows at work as a build lets in: a quarter more than there are places.
  const row = async (): Promise<void> => {
    for (let at = next++; at < texts; at = next++)
      expect((await call(translation(`t${at}`))).text).toBe(`«t${at}»`);
  };
  await Promise.all(Array.from({ length: slots * rows * 1.25 }, row));
  const sizes = translator.batches.map((batch) => batch.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(texts);
  expect(Math.max(...sizes)).toBe(rows);
  // The last ones of all may go in smaller requests.
  expect(sizes.length).toBeLessThanOrEqual((texts / rows) * 1.1 + slots * 0.2);
});

test('a lone text does not wait for companions', async () => {
  const translator = await fakeTranslator();
  const { call } = calling({ urls: [translator.baseUrl] }, { api: 'open-inference', batch: { rows: 32 } });
  await call(translation('first'));
  // What follows an answer is over: only the next text itself can have it sent.
  await after(50);
  // No timer ends from now on: whoever waits for one waits for ever.
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  expect((await call(translation('alone'))).text).toBe('«alone»');
  expect(translator.batches).toEqual([['first'], ['alone']]);
});
