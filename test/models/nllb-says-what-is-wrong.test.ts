import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../standin/posting.ts';
import { startModelServer, type ModelServer } from './model-server.ts';
import { startTinyNllb } from './nllb-server.ts';
import { pythonFor, whyNoPython } from './python.ts';

const withoutPython = await whyNoPython();
let server: ModelServer | undefined;
beforeAll(async () => {
  const limits = ['--max-input-tokens', '12', '--max-output-tokens', '8'];
  if (withoutPython === undefined) server = await startTinyNllb(limits);
}, 600_000);
afterAll(() => server?.stop());

const bytes = (name: string, data: unknown[], shape = [data.length]) => ({
  name,
  shape,
  datatype: 'BYTES',
  data,
});
const languages = (count: number) => [
  bytes('source_lang', Array<string>(count).fill('eng_Latn')),
  bytes('target_lang', Array<string>(count).fill('spa_Latn')),
];

test.each([
  ['no tensors', {}, /no v2 inference request.*inputs/],
  [
    'tensors of another model',
    { inputs: [bytes('source', ['one'])] },
    /text, source_lang, target_lang.*got source/,
  ],
  [
    'a tensor too many',
    { inputs: [bytes('text', ['one']), ...languages(1), bytes('text', [])] },
    /each once/,
  ],
  ['numbers', { inputs: [{ ...bytes('text', [1]), datatype: 'INT64' }, ...languages(1)] }, /INT64/],
  [
    'a number among texts',
    { inputs: [bytes('text', ['one', 7]), ...languages(2)] },
    /Value 1 of the input 'text' is 7/,
  ],
  [
    'a shape that its data do not have',
    { inputs: [bytes('text', ['one'], [2]), ...languages(1)] },
    /shape \[2\]/,
  ],
  [
    'fewer languages than texts',
    { inputs: [bytes('text', ['one', 'two']), ...languages(1)] },
    /has 1 texts.*has 2/,
  ],
  [
    'an unknown language',
    {
      inputs: [bytes('text', ['one']), bytes('source_lang', ['tel_Tel']), bytes('target_lang', ['eng_Latn'])],
    },
    /Value 0 of 'source_lang' is 'tel_Tel'.*tel_Telu/,
  ],
  [
    'a line that is too long',
    { inputs: [bytes('text', ['one', 'one two three']), ...languages(2)] },
    /Text 1 .*14 tokens/,
  ],
  [
    'a translation without an end',
    { inputs: [bytes('text', ['one two 3']), ...languages(1)] },
    /text 0 did not end within 8/,
  ],
])('%s is a 400 that says so', async (_, body, words) => {
  if (server === undefined) return;
  const response = await post(server.url, '/v2/models/nllb-200/infer', body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(words) });
});

test('nested columns are read row by row', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  const inputs = [bytes('text', [['one'], ['two']], [2, 1]), ...languages(2)];
  const response = await post(server?.url ?? '', '/v2/models/nllb-200/infer', { inputs });
  expect(await response.json()).toMatchObject({
    model_name: 'nllb-200',
    outputs: [
      { name: 'translation', datatype: 'BYTES', shape: [2], data: ['«spa_Latn»one', '«spa_Latn»two'] },
    ],
  });
});

test('a folder without a model ends the program with a sentence', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  const starting = startModelServer(await pythonFor('nllb'), 'nllb', ['--model', 'nowhere']);
  await expect(starting).rejects.toThrow(/^nllb: nowhere has no model.bin/);
});
