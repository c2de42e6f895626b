import { expect, test } from 'vitest';
import { calling, translation } from './calling.ts';
import { fakeTranslator, numbered, sendJson, sendTensor, type Meddling } from './fake-translator.ts';

const texts = numbered(4);
const answers = texts.map((text) => `«${text}»`);

/** Meets the first requests with a fault; returns the times at which requests came. */
async function after(faults: readonly Meddling[]) {
  const times: number[] = [];
  const translator = await fakeTranslator((batch, reply) => {
    if (batch.join() === 'Hello') return false;
    times.push(performance.now());
    return faults[times.length - 1]?.(batch, reply) ?? false;
  });
  const { call } = calling({ urls: [translator.baseUrl] }, { api: 'open-inference' });
  const got = await Promise.all(texts.map((text) => call(translation(text))));
  expect(got.map(({ text }) => text)).toEqual(answers);
  return { times, batches: translator.batches };
}

const answering =
  (status: number, headers: Record<string, string> = {}): Meddling =>
  (_, reply) => {
    reply.error(status, { message: 'not now' }, headers);
    return true;
  };

test('429: the whole batch comes again once Retry-After is over', async () => {
  const { times, batches } = await after([answering(429, { 'retry-after': '1' })]);
  expect(batches).toEqual([texts, texts]);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
});

test.each<[string, Meddling]>([
  ['503', answering(503)],
  ['502', answering(502)],
  [
    'a dropped connection',
    (_, reply) => {
      reply.raw.destroy();
      return true;
    },
  ],
  [
    'a body that breaks off',
    (_, { raw }) => {
      raw.writeHead(200, { 'content-type': 'application/json' }).end('{"outputs": [');
      return true;
    },
  ],
  [
    'fewer translations than texts',
    (batch, reply) => {
      sendTensor(reply, 'translation', batch.slice(1));
      return true;
    },
  ],
  [
    'another tensor than the translation',
    (batch, reply) => {
      sendTensor(reply, 'score', batch);
      return true;
    },
  ],
  [
    'something else altogether',
    (_, reply) => {
      sendJson(reply, { hello: 'world' });
      return true;
    },
  ],
])('%s: every text is answered at another try', async (_, fault) => {
  const { batches } = await after([fault]);
  expect(batches).toEqual([texts, texts]);
});

test('three faults in a row are no reason to give up', async () => {
  const { batches } = await after([answering(503), answering(500), answering(503)]);
  expect(batches.length).toBeGreaterThanOrEqual(4);
});
