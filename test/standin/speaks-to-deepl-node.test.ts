import * as deepl from 'deepl-node';
import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';
import type { StandinOptions } from '../../infra/standin/options.ts';

async function clientOf(options: StandinOptions = {}) {
  const standin = await standinForTest({ apiKey: 'let-me-in', mistakes: 0, ...options });
  const client = new deepl.DeepLClient('let-me-in', { serverUrl: standin.url, maxRetries: 0 });
  return { standin, client };
}

test('texts go there and back, in order, with the source named or not', async () => {
  const { client } = await clientOf();
  const texts = ['¿Qué tal, José? 25 % + 3', 'Línea uno\nlínea dos & más'];
  const there = await client.translateText(texts, 'es', 'en-US');
  expect(there.map(({ detectedSourceLang }) => detectedSourceLang)).toEqual(['es', 'es']);
  expect(there[0]?.billedCharacters).toBe(texts[0]?.length);
  const back = await client.translateText(
    there.map(({ text }) => text),
    'en',
    'es',
  );
  expect(back.map(({ text }) => text)).toEqual(texts);
  const guessed = await client.translateText('నమస్కారం', null, 'en-GB');
  expect(guessed.detectedSourceLang).toBe('te');
  expect((await client.translateText(guessed.text, null, 'te')).text).toBe('నమస్కారం');
});

test('usage and languages are read by the client', async () => {
  const { client } = await clientOf();
  expect((await client.getUsage()).anyLimitReached()).toBe(false);
  const targets = (await client.getTargetLanguages()).map(({ code }) => code);
  expect(targets).toEqual(expect.arrayContaining(['en-US', 'pt-BR', 'ja']));
  expect((await client.getSourceLanguages()).map(({ code }) => code)).toContain('en');
});

test("a wrong key, too many texts and an unknown language are the client's own errors", async () => {
  const { client, standin } = await clientOf();
  const stranger = new deepl.DeepLClient('wrong', { serverUrl: standin.url, maxRetries: 0 });
  await expect(stranger.translateText('x', 'en', 'de')).rejects.toBeInstanceOf(deepl.AuthorizationError);
  const many = Array.from({ length: 51 }, (_, at) => `text ${at}`);
  await expect(client.translateText(many, 'en', 'de')).rejects.toThrow(/Too many texts: 51/);
  const unknown = 'xx' as deepl.TargetLanguageCode;
  await expect(client.translateText('x', 'en', unknown)).rejects.toThrow(/target_lang/);
});

test('JSON is taken as well as the form', async () => {
  const { standin } = await clientOf({ apiKey: undefined });
  const response = await post(standin.url, '/v2/translate', { text: ['one'], target_lang: 'ES' });
  expect(await response.json()).toEqual({
    translations: [{ detected_source_language: 'EN', text: '⟦en→es⟧ ami' }],
  });
});
