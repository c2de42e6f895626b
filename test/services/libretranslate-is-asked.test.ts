import { expect, test } from 'vitest';
import { EndpointRefused } from '../../activities/inference/index.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling, translation } from './calling.ts';
import { sendJson } from './fake-translator.ts';

const role = { api: 'libretranslate' } as const;
const env = { LIBRE_KEY: 'libre-key-1' };

test('texts go there and back, in their order', async () => {
  const { url } = await standinForTest({ mistakes: 0, apiKey: 'libre-key-1' });
  const { call } = calling({ urls: [url], apiKeyEnv: 'LIBRE_KEY' }, role, env);
  const texts = ['यह एक परीक्षा है। १२३', 'दूसरा पाठ\nदो पंक्तियाँ', '😀 हाँ'];
  const there = await Promise.all(texts.map((text) => call(translation(text, 'hin_Deva', 'eng_Latn'))));
  const back = await Promise.all(there.map(({ text }) => call(translation(text, 'eng_Latn', 'hin_Deva'))));
  expect(back.map(({ text }) => text)).toEqual(texts);
});

test('the key is in the body, codes are LibreTranslate’s, and text is no HTML', async () => {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, { translatedText: ['x'] }));
  const { call } = calling(
    { urls: [server.baseUrl.replace('/v1', '/api')], apiKeyEnv: 'LIBRE_KEY' },
    role,
    env,
  );
  await call(translation('a & b', 'zho_Hans', 'zho_Hant'));
  expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/api/translate' });
  expect(server.seen[0]?.body).toEqual({
    q: ['a & b'],
    source: 'zh-Hans',
    target: 'zh-Hant',
    format: 'text',
    api_key: 'libre-key-1',
  });
});

test('without a key there is none in the body', async () => {
  const server = await scriptedEndpoint((_, reply) => sendJson(reply, { translatedText: ['x'] }));
  const { call } = calling({ urls: [server.baseUrl] }, role, env);
  await call(translation('a'));
  expect(server.seen[0]?.body).not.toHaveProperty('api_key');
});

test.each<[string, number, string, RegExp]>([
  ['a wrong key', 403, 'Invalid API key', /refuses the API key in LIBRE_KEY/],
  [
    'a key that is missing',
    400,
    'Please contact the server operator to get an API key',
    /LIBRE_KEY \(HTTP 400\)/,
  ],
])('%s ends the build', async (_, status, message, words) => {
  const server = await scriptedEndpoint((__, reply) => reply.error(status, message));
  const { call } = calling({ urls: [server.baseUrl], apiKeyEnv: 'LIBRE_KEY' }, role, env);
  const error = await rejection(call(translation('a')));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(String(error)).toMatch(words);
});
