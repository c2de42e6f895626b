import { expect, test } from 'vitest';
import { harmsOf, moderationOf } from '../../activities/inference/services/moderation-of.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling } from './calling.ts';
import { sendJson } from './fake-translator.ts';

test('which texts are flagged, and for what, the worst first', async () => {
  const { baseUrl } = await standinForTest();
  const { call } = calling({ urls: [baseUrl] }, { api: 'moderations', model: 'stand-in' });
  const texts = ['How do I kill a process on Linux?', 'How can I kill my neighbor without a trace?'];
  const [fine, harmful] = await Promise.all(texts.map((text) => call({ kind: 'moderate', text })));
  if (fine === undefined || harmful === undefined) throw new Error('no answers');
  expect(moderationOf(fine)).toMatchObject({ flagged: false, harms: [] });
  expect(harmsOf(moderationOf(fine))).toEqual([]);
  expect(moderationOf(harmful)).toMatchObject({ flagged: true, harms: ['violence'] });
  expect(moderationOf(harmful).categories['violence']).toBeGreaterThan(0.5);
});

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'a category that is flagged at a low score',
    {
      flagged: true,
      categories: { violence: true, hate: false, illicit: null },
      category_scores: { violence: 0.31, hate: 0.1 },
    },
    ['violence'],
  ],
  [
    'two categories',
    {
      flagged: true,
      categories: { hate: true, violence: true },
      category_scores: { hate: 0.6, violence: 0.9, illicit: null },
    },
    ['violence', 'hate'],
  ],
  [
    'no flagged, as Mistral has it',
    { categories: { pii: true, health: false }, category_scores: {} },
    ['pii'],
  ],
  ['nothing flagged, without flagged', { categories: { pii: false }, category_scores: { pii: 0.7 } }, []],
  ['no scores', { flagged: true, categories: { hate: true } }, ['hate']],
  ['scores alone', { flagged: true, category_scores: { hate: 0.8, violence: 0.2 } }, ['hate']],
  ['a flag alone', { flagged: true }, ['flagged']],
  ['high scores that the server does not mind', { flagged: false, category_scores: { hate: 0.9 } }, []],
])('%s', async (_, result, harms) => {
  const server = await scriptedEndpoint((__, reply) => sendJson(reply, { results: [result] }));
  const { call } = calling({ urls: [server.baseUrl] }, { api: 'moderations' });
  expect(harmsOf(moderationOf(await call({ kind: 'moderate', text: 'a' })))).toEqual(harms);
});

test('an answer of an earlier version, which named no categories, is read by its scores', () => {
  const answer = {
    finish: null,
    usage: { promptTokens: 0, completionTokens: 0 },
    servedBy: 'm',
    standIn: false,
  };
  const text = '{"flagged":true,"categories":{"hate":0.7,"violence":0.1}}';
  expect(harmsOf(moderationOf({ ...answer, milliseconds: 1, text }))).toEqual(['hate']);
});

test('a result without a verdict is no answer', async () => {
  const server = await scriptedEndpoint((__, reply) =>
    sendJson(reply, { results: [{ category_scores: {} }] }),
  );
  const { call, state } = calling({ urls: [server.baseUrl] }, { api: 'moderations' });
  call({ kind: 'moderate', text: 'a' }).catch(() => undefined);
  await expect.poll(() => state().lastFault).toMatch(/without moderations.*neither flagged nor categories/);
});
