import { expect, test } from 'vitest';
import { batchOf } from '../../activities/inference/batch-of.ts';
import { serviceQuestionOf } from '../../activities/engine/answers/address.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { calling, translation } from './calling.ts';
import { fakeTranslator, numbered, sendJson } from './fake-translator.ts';

const oneSlot = { concurrency: { initial: 1, max: 1 } };

test('no request has more texts, nor more characters, than its role allows; a longer text goes alone', async () => {
  const translator = await fakeTranslator();
  const role = { api: 'open-inference', batch: { rows: 3, characters: 20 } } as const;
  const { call } = calling({ urls: [translator.baseUrl], ...oneSlot }, role);
  const lengths = [5, 5, 5, 5, 9, 12, 30, 1, 20, 1, 1, 1, 1];
  const texts = lengths.map((length, at) => String.fromCodePoint(97 + at).repeat(length));
  const answers = await Promise.all(texts.map((text) => call(translation(text))));
  expect(answers.map(({ text }) => text)).toEqual(texts.map((text) => `«${text}»`));
  expect(translator.batches.map((batch) => batch.map(({ length }) => length))).toEqual([
    [5, 5, 5],
    [5, 9],
    [12],
    [30],
    [1],
    [20],
    [1, 1, 1],
    [1],
  ]);
  expect(translator.batches.flat()).toEqual(texts);
});

test('texts of many languages share a request where the protocol names the languages of each', async () => {
  const translator = await fakeTranslator();
  const { call } = calling({ urls: [translator.baseUrl], ...oneSlot }, { api: 'open-inference' });
  await Promise.all([call(translation('a')), call(translation('b', 'eng_Latn', 'tel_Telu'))]);
  expect(translator.batches).toEqual([['a', 'b']]);
  expect(translator.seen[0]?.body).toEqual({
    inputs: [
      { name: 'text', datatype: 'BYTES', shape: [2], data: ['a', 'b'] },
      { name: 'source_lang', datatype: 'BYTES', shape: [2], data: ['spa_Latn', 'eng_Latn'] },
      { name: 'target_lang', datatype: 'BYTES', shape: [2], data: ['eng_Latn', 'tel_Telu'] },
    ],
  });
});

test('where a request has one pair of languages, each pair has its own', async () => {
  const server = await scriptedEndpoint(({ body }, reply) => {
    const texts = Array.isArray(body['q']) ? body['q'] : [];
    sendJson(reply, { translatedText: texts.map((text) => `${String(body['target'])} ${String(text)}`) });
  });
  const { call } = calling({ urls: [server.baseUrl], ...oneSlot }, { api: 'libretranslate' });
  const texts = numbered(8);
  const answers = await Promise.all(
    texts.map((text, at) =>
      call(at % 2 === 0 ? translation(text) : translation(text, 'eng_Latn', 'jpn_Jpan')),
    ),
  );
  expect(answers.map(({ text }) => text)).toEqual(
    texts.map((text, at) => `${at % 2 === 0 ? 'en' : 'ja'} ${text}`),
  );
  expect(server.seen.map(({ body }) => [body['source'], body['target'], body['q']])).toEqual([
    ['es', 'en', texts.filter((_, at) => at % 2 === 0)],
    ['en', 'ja', texts.filter((_, at) => at % 2 === 1)],
  ]);
});

test('models and further fields of a request are never mixed', async () => {
  const translator = await fakeTranslator();
  const { call, role } = calling({ urls: [translator.baseUrl] }, { api: 'open-inference' });
  const keyOf = (change: Partial<typeof role>) =>
    batchOf({ ...role, ...change }, serviceQuestionOf({ ...role, ...change }, translation('a'))).batch?.key;
  const keys = [keyOf({}), keyOf({ model: 'other' }), keyOf({ extraBody: { parameters: { beam: 4 } } })];
  expect(new Set(keys).size).toBe(3);
  expect(keyOf({ revision: '2' })).toBe(keys[0]);
  await call(translation('a'));
});

test('DeepL gets no more than the 50 texts that it takes, whatever the role says', () => {
  const { role } = calling({ urls: ['http://127.0.0.1:9'] }, { api: 'deepl', batch: { rows: 200 } });
  expect(batchOf(role, serviceQuestionOf(role, translation('a'))).batch?.rows).toBe(50);
});
