import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';

test('a text gives a text, a list a list, and the source may be left to it', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const translate = async (body: object) => (await post(url, '/translate', body)).json();
  expect(await translate({ q: 'one', source: 'en', target: 'es' })).toEqual({
    translatedText: '⟦en→es⟧ ami',
  });
  expect(await translate({ q: ['⟦en→es⟧ ami', ''], source: 'es', target: 'en', format: 'text' })).toEqual({
    translatedText: ['one', ''],
  });
  expect(await translate({ q: 'こんにちは', source: 'auto', target: 'en' })).toMatchObject({
    detectedLanguage: { language: 'ja' },
    translatedText: expect.stringMatching(/^⟦ja→en⟧ [a-z\u2009]+$/),
  });
});

test('the form is taken, the key comes in the body, and errors are its own', async () => {
  const { url } = await standinForTest({ mistakes: 0, apiKey: 'let-me-in' });
  const form = (fields: Record<string, string>) =>
    fetch(`${url}/translate`, { method: 'POST', body: new URLSearchParams(fields) });
  const right = await form({ q: 'one', source: 'en', target: 'es', api_key: 'let-me-in' });
  expect(await right.json()).toEqual({ translatedText: '⟦en→es⟧ ami' });
  expect((await form({ q: 'one', source: 'en', target: 'es' })).status).toBe(403);
  const unknown = await form({ q: 'one', source: 'en', target: 'xx', api_key: 'let-me-in' });
  expect(unknown.status).toBe(400);
  expect(await unknown.json()).toEqual({ error: 'xx is not supported' });
  const languages: unknown = await (await fetch(`${url}/languages`)).json();
  expect(languages).toEqual(
    expect.arrayContaining([{ code: 'te', name: 'Telugu', targets: expect.arrayContaining(['en']) }]),
  );
});
