import { expect, test } from 'vitest';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';

const bytes = (name: string, data: unknown[], shape = [data.length]) => ({
  name,
  shape,
  datatype: 'BYTES',
  data,
});

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
};

test('server and models say that they are ready, and what they take', async () => {
  const { url } = await standinForTest({ models: ['nllb-200', 'cometkiwi'] });
  expect(await get(`${url}/v2/health/ready`)).toEqual({ status: 200, body: { ready: true } });
  expect((await get(`${url}/v2/models/nllb-200/ready`)).status).toBe(200);
  expect((await get(`${url}/v2/models/poet/ready`)).status).toBe(404);
  expect((await get(`${url}/v2/models/nllb-200`)).body).toMatchObject({
    name: 'nllb-200',
    inputs: [{ name: 'text', datatype: 'BYTES' }, { name: 'source_lang' }, { name: 'target_lang' }],
    outputs: [{ name: 'translation', datatype: 'BYTES' }],
  });
  expect((await get(`${url}/v2/models/cometkiwi`)).body).toMatchObject({
    inputs: [{ name: 'source' }, { name: 'translation' }],
    outputs: [{ name: 'score', datatype: 'FP32' }],
  });
});

test('a batch keeps its order, its id and its model; columns may be nested', async () => {
  const { url } = await standinForTest({ models: ['nllb-200'], mistakes: 0 });
  const response = await post(url, '/v2/models/nllb-200/infer', {
    id: 'batch 7',
    inputs: [
      bytes('text', [['one'], ['two'], ['three']], [3, 1]),
      bytes('source_lang', ['eng_Latn', 'eng_Latn', 'spa_Latn']),
      bytes('target_lang', ['spa_Latn', 'tel_Telu', 'eng_Latn']),
    ],
  });
  expect(response.headers.get('x-tunesmith-stand-in')).toBe('true');
  expect(await response.json()).toEqual({
    model_name: 'nllb-200',
    model_version: '1',
    id: 'batch 7',
    outputs: [
      {
        name: 'translation',
        datatype: 'BYTES',
        shape: [3],
        data: ['⟦en→es⟧ ami', expect.stringMatching(/^⟦en→te⟧ \p{Script=Telu}+$/u), '⟦es→en⟧ dwlii'],
      },
    ],
  });
});

test.each([
  ['a shape that its data do not have', [bytes('text', ['a'], [2])], /shape \[2\]/],
  ['inputs of no model', [bytes('prompt', ['a'])], /got prompt/],
  [
    'a language that is none',
    [bytes('text', ['a']), bytes('source_lang', ['!']), bytes('target_lang', ['en'])],
    /'!'/,
  ],
  [
    'sources without as many translations',
    [bytes('source', ['a', 'b']), bytes('translation', ['c'])],
    /2 texts/,
  ],
  ['numbers', [{ ...bytes('text', [1]), datatype: 'INT64' }], /INT64/],
])('%s is refused in the words of the protocol', async (_, inputs, words) => {
  const { url } = await standinForTest();
  const response = await post(url, '/v2/models/stand-in/infer', { inputs });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(words) });
});

test('an unknown model is a 404', async () => {
  const { url } = await standinForTest();
  const inputs = [bytes('source', ['a']), bytes('translation', ['b'])];
  expect((await post(url, '/v2/models/poet/infer', { inputs })).status).toBe(404);
});
