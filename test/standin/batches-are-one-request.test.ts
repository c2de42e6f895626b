import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest, until } from './starting.ts';
import { translateAll } from './translating.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `text number ${at}`);

test('a batch takes one slot and one service time, and its texts are counted one by one', async () => {
  const standin = await standinForTest({ latencyMs: 30, slots: 1, mistakes: 0 });
  await Promise.all([
    translateAll(standin.url, numbered(32), 'eng_Latn', 'spa_Latn'),
    translateAll(standin.url, numbered(40), 'eng_Latn', 'spa_Latn'),
  ]);
  await until(() => standin.stats().answered === 2);
  const stats = standin.stats();
  expect(stats).toMatchObject({ requests: 2, repeated: 0, peakInService: 1 });
  expect(stats.apis).toEqual({ 'open-inference': { requests: 2, texts: 72, repeatedTexts: 32 } });
  expect(stats.busyMs).toBeGreaterThan(54);
  expect(stats.busyMs).toBeLessThan(600);
});

test('one bad text fails the whole batch with a 400, and the others do without it', async () => {
  const { url } = await standinForTest({ badText: '☠', mistakes: 0 });
  const ask = (q: string[]) => post(url, '/translate', { q, source: 'en', target: 'es' });
  const failed = await ask([...numbered(3), 'a ☠ among them']);
  expect(failed.status).toBe(400);
  expect(await failed.json()).toEqual({ error: expect.stringContaining('cannot be processed') });
  expect((await ask(numbered(3))).status).toBe(200);
});

test('faults hit batches as they hit everything else', async () => {
  const { url } = await standinForTest({ errorRate: 1 });
  const response = await post(url, '/v2/translate', { text: ['one'], target_lang: 'ES' });
  expect(response.status).toBeGreaterThanOrEqual(500);
  expect(await response.json()).toEqual({ message: expect.any(String) });
});
