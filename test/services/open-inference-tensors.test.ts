import { expect, test } from 'vitest';
import { EndpointRefused } from '../../activities/inference/index.ts';
import { scoreOf } from '../../activities/inference/services/estimate-of.ts';
import { rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { standinForTest } from '../standin/starting.ts';
import { calling, translation } from './calling.ts';
import { sendJson, sendTensor } from './fake-translator.ts';

test('a translator and a rater, asked by their tensors, with or without /v1 in the URL', async () => {
  const { url, baseUrl } = await standinForTest({ models: ['nllb', 'kiwi'], mistakes: 0 });
  const translator = calling({ urls: [baseUrl] }, { api: 'open-inference', model: 'nllb' });
  const rater = calling({ urls: [url] }, { api: 'open-inference', model: 'kiwi' });
  const source = '¿Cuántos años tiene José?\nTreinta y dos.';
  const { text, servedBy, standIn } = await translator.call(translation(source));
  expect(text).toMatch(/^⟦es→en⟧ /);
  expect({ servedBy, standIn }).toEqual({ servedBy: 'nllb', standIn: true });
  expect((await translator.call(translation(text, 'eng_Latn', 'spa_Latn'))).text).toBe(source);
  const [good, bad] = await Promise.all([
    rater.call({ kind: 'estimate', source, translation: text }),
    rater.call({ kind: 'estimate', source, translation: 'Something else.' }),
  ]);
  expect(scoreOf(good)).toBeGreaterThan(0.7);
  expect(scoreOf(bad)).toBeLessThan(0.7);
});

test('model names are escaped, further fields go along, nested columns are read', async () => {
  const server = await scriptedEndpoint((_, reply) => sendTensor(reply, 'score', [[0.5], [0]]));
  const role = {
    api: 'open-inference',
    model: 'org/kiwi xl',
    extraBody: { parameters: { batch: 8 } },
  } as const;
  const { call } = calling({ urls: [`${server.baseUrl}/`] }, role);
  const scores = await Promise.all(
    ['a', 'b'].map((text) => call({ kind: 'estimate', source: text, translation: 'x' })),
  );
  expect(scores.map(scoreOf)).toEqual([0.5, 0]);
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    path: '/v2/models/org%2Fkiwi%20xl/infer',
    body: {
      parameters: { batch: 8 },
      inputs: [
        { name: 'source', datatype: 'BYTES', shape: [2], data: ['a', 'b'] },
        { name: 'translation', datatype: 'BYTES', shape: [2], data: ['x', 'x'] },
      ],
    },
  });
});

test.each<[string, string, unknown]>([
  ['a score that is a text', 'score', '0.9'],
  ['no score', 'score', null],
  ['a translation that is a number', 'translation', 7],
])('%s is named', async (_, name, value) => {
  const server = await scriptedEndpoint((__, reply) => sendTensor(reply, name, [value]));
  const { call, state } = calling({ urls: [server.baseUrl] }, { api: 'open-inference' });
  const task =
    name === 'score' ? { kind: 'estimate' as const, source: 'a', translation: 'b' } : translation('a');
  call(task).catch(() => undefined);
  await expect
    .poll(() => state().lastFault)
    .toContain(`${JSON.stringify(value)} in the output tensor "${name}"`);
});

test.each<[string, number, string]>([
  ['KServe', 404, 'Model with name nllb does not exist.'],
  ['Triton', 400, "Request for unknown model: 'nllb' is not found"],
])('a model that %s does not have ends the build, and names it', async (_, status, message) => {
  const server = await scriptedEndpoint((__, reply) => sendJson(reply, { error: message }, status));
  const { call } = calling({ urls: [server.baseUrl] }, { api: 'open-inference', model: 'nllb' });
  const error = await rejection(call(translation('a')));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(error).toMatchObject({ model: 'nllb', status });
  expect(String(error)).toMatch(/the model is not there.*Serve "nllb" there/s);
});

test('a server that does not speak the protocol ends the build, and says which was expected', async () => {
  const server = await scriptedEndpoint((_, { raw }) => {
    raw.writeHead(404).end('Not Found');
  });
  const { call } = calling({ urls: [server.baseUrl] }, { api: 'open-inference' });
  expect(String(await rejection(call(translation('a'))))).toContain(
    'no Open Inference Protocol answers there',
  );
});
