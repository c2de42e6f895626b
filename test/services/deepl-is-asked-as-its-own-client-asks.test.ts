import * as deepl from 'deepl-node';
import { expect, test } from 'vitest';
import { EndpointRefused, RequestRefused } from '../../activities/inference/index.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling, translation } from './calling.ts';
import { sendJson } from './fake-translator.ts';

const key = 'deepl-key-1:fx';
const env = { DEEPL_KEY: key };
const role = { api: 'deepl' } as const;

test('it gives what deepl-node gives, in the same order', async () => {
  const standin = await standinForTest({ apiKey: key, mistakes: 0 });
  const texts = ['¿Qué tal, José? 25 % + 3', 'Línea uno\nlínea dos & más', '😀 sí'];
  const client = new deepl.DeepLClient(key, { serverUrl: standin.url, maxRetries: 0 });
  const theirs = await client.translateText(texts, 'es', 'en-US');
  for (const url of [standin.url, `${standin.url}/`, standin.baseUrl]) {
    const { call } = calling({ urls: [url], apiKeyEnv: 'DEEPL_KEY' }, role, env);
    const ours = await Promise.all(texts.map((text) => call(translation(text))));
    expect(ours.map(({ text }) => text)).toEqual(theirs.map(({ text }) => text));
  }
});

test('key and language codes travel as DeepL wants them; further fields go along', async () => {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, { translations: [{ text: 'x' }] }));
  const { call } = calling(
    { urls: [server.baseUrl], apiKeyEnv: 'DEEPL_KEY' },
    { ...role, extraBody: { formality: 'prefer_more' } },
    env,
  );
  for (const [from, to] of [
    ['eng_Latn', 'por_Latn'],
    ['zho_Hant', 'eng_Latn'],
    ['por_Latn', 'zho_Hant'],
    ['kmr_Latn', 'prs_Arab'],
  ])
    await call(translation('hola', from, to));
  expect(server.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual(
    Array.from({ length: 4 }, () => ['/v2/translate', `DeepL-Auth-Key ${key}`]),
  );
  expect(server.seen.map(({ body }) => body)).toEqual([
    { text: ['hola'], source_lang: 'EN', target_lang: 'PT-PT', formality: 'prefer_more' },
    { text: ['hola'], source_lang: 'ZH', target_lang: 'EN-US', formality: 'prefer_more' },
    { text: ['hola'], source_lang: 'PT', target_lang: 'ZH-HANT', formality: 'prefer_more' },
    { text: ['hola'], source_lang: 'KMR', target_lang: 'PRS', formality: 'prefer_more' },
  ]);
});

test.each<[number, unknown, RegExp]>([
  [456, { message: 'Quota Exceeded' }, /quota is used up \(HTTP 456\).*Add credit/s],
  [403, {}, /refuses the API key in DEEPL_KEY \(HTTP 403\)/],
  [404, { message: 'Not found' }, /no DeepL API answers there/],
])('HTTP %i ends the build, and says what to do', async (status, body, words) => {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, body, status));
  const { call } = calling({ urls: [server.baseUrl], apiKeyEnv: 'DEEPL_KEY' }, role, env);
  const error = await rejection(call(translation('hola')));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(error).toMatchObject({ status });
  expect(String(error)).toMatch(words);
  expect(String(error)).not.toContain(key);
});

test('DeepL’s own words come with a text that it refuses', async () => {
  const server = await scriptedEndpoint((_, reply) =>
    sendJson(reply, { message: 'Bad request. Reason: tag_handling' }, 400),
  );
  const { call } = calling({ urls: [server.baseUrl] }, role);
  const error = await rejection(call(translation('hola')));
  expect(error).toBeInstanceOf(RequestRefused);
  expect(String(error)).toContain('Reason: tag_handling');
});
