import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';

const bytes = (name: string, data: string[]) => ({ name, shape: [data.length], datatype: 'BYTES', data });
const TEXTS = ['మొదటి వాక్యం 1.', 'రెండవ వాక్యం 2!', 'మూడవది, 3.'];

const models = ['stand-in', 'reward-8b'];

test.each([
  ['/pooling', { model: 'stand-in', input: TEXTS, encoding_format: 'base64' }],
  ['/pooling', { model: 'reward-8b', input: TEXTS }],
  ['/pooling', { model: 'stand-in', messages: [{ role: 'assistant', content: 'A' }] }],
  ['/classify', { model: 'stand-in', input: TEXTS }],
  ['/classify', { model: 'stand-in', text: TEXTS }],
  ['/score', { model: 'stand-in', text_1: 'Q', text_2: TEXTS }],
  ['/v1/embeddings', { model: 'stand-in', input: TEXTS }],
  ['/v1/moderations', { input: [...TEXTS, 'kill him'] }],
  [
    '/v2/models/stand-in/infer',
    {
      inputs: [bytes('text', TEXTS), bytes('source_lang', ['tel_Telu']), bytes('target_lang', ['eng_Latn'])],
    },
  ],
  ['/v2/models/stand-in/infer', { inputs: [bytes('source', TEXTS), bytes('translation', TEXTS)] }],
  ['/v2/models/stand-in/infer', { inputs: [bytes('prompt', TEXTS), bytes('response', TEXTS)] }],
  ['/v2/translate', { text: TEXTS, target_lang: 'EN-US', source_lang: 'TE' }],
  ['/translate', { q: TEXTS, source: 'te', target: 'en' }],
])('%s gives the same bytes from any instance, and says that it is a stand-in', async (path, body) => {
  const [one, other] = [await standinForTest({ models }), await standinForTest({ models })];
  const first = await post(one.url, path, body);
  expect(first.status).toBe(200);
  expect(first.headers.get('x-tunesmith-stand-in')).toBe('true');
  const text = await first.text();
  expect(await (await post(one.url, path, body)).text()).toBe(text);
  expect(await (await post(other.url, path, body)).text()).toBe(text);
});
