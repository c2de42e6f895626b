import { expect, test } from 'vitest';
import { RequestFailed, RequestRefused } from '../../activities/inference/index.ts';
import { rejection } from '../inference/asking.ts';
import { calling, translation } from './calling.ts';
import { fakeTranslator, numbered, type Meddling } from './fake-translator.ts';

/** Answers a request with a bad text in it with this status, whatever its other texts are. */
const refusing =
  (status: number): Meddling =>
  (texts, reply) => {
    if (!texts.some((text) => text.startsWith('bad'))) return false;
    reply.error(status, { message: `one of ${texts.length} texts cannot be processed` });
    return true;
  };

async function askAll(texts: readonly string[], meddle: Meddling, more: { maxTries?: number } = {}) {
  const translator = await fakeTranslator(meddle);
  const endpoint = { urls: [translator.baseUrl], concurrency: { initial: 1, max: 1 }, ...more };
  const { call } = calling(endpoint, { api: 'open-inference', batch: { rows: 32 } });
  const outcomes = await Promise.all(
    texts.map((text) =>
      text.startsWith('bad')
        ? rejection(call(translation(text)))
        : call(translation(text)).then((each) => each.text),
    ),
  );
  return { translator, outcomes };
}

/** Thirty-two texts, with bad ones at these places. */
function withBad(...places: readonly number[]): string[] {
  return numbered(32).map((text, at) => (places.includes(at) ? `bad ${text}` : text));
}

test.each([400, 413, 422])(
  'HTTP %i for a batch: the bad text is refused, its companions are answered, in a few requests',
  async (status) => {
    const texts = withBad(19);
    const { translator, outcomes } = await askAll(texts, refusing(status));
    expect(outcomes.filter((_, at) => at !== 19)).toEqual(
      texts.filter((_, at) => at !== 19).map((text) => `«${text}»`),
    );
    expect(outcomes[19]).toBeInstanceOf(RequestRefused);
    expect(outcomes[19]).toMatchObject({ status });
    expect(String(outcomes[19])).toContain('one of 1 texts cannot be processed');
    // Five halvings, two requests each, and the first.
    expect(translator.batches.length).toBeLessThanOrEqual(11);
  },
);

test('three bad texts in a batch take at most thrice the requests', async () => {
  const { translator, outcomes } = await askAll(withBad(0, 13, 31), refusing(400));
  expect(outcomes.filter((outcome) => outcome instanceof RequestRefused)).toHaveLength(3);
  expect(translator.batches.length).toBeLessThanOrEqual(31);
});

test('a batch of bad texts alone is refused text by text', async () => {
  const texts = numbered(8).map((text) => `bad ${text}`);
  const { translator, outcomes } = await askAll(texts, refusing(422));
  expect(outcomes.every((outcome) => outcome instanceof RequestRefused)).toBe(true);
  expect(translator.batches).toHaveLength(15);
});

test('a text that makes the server answer 500 for ever uses up its tries alone; its companions are answered', async () => {
  const texts = withBad(7);
  const { translator, outcomes } = await askAll(texts, refusing(500), { maxTries: 3 });
  expect(outcomes[7]).toBeInstanceOf(RequestFailed);
  expect(outcomes[7]).toMatchObject({ status: 500, tries: 3 });
  expect(outcomes.filter((outcome) => typeof outcome === 'string')).toHaveLength(31);
  // The halvings as above; a failure that no answer stands beside is tried again before it counts.
  expect(translator.batches.length).toBeLessThanOrEqual(22);
  expect(
    translator.batches.filter((batch) => batch.length === 1 && batch[0] === texts[7]).length,
  ).toBeLessThanOrEqual(7);
});

test('companions of bad texts keep all their tries', async () => {
  const failed = new Set<string>();
  const meddle: Meddling = (texts, reply) => {
    const isStray = texts.length === 1 && !failed.has(texts.join());
    if (!isStray) return refusing(500)(texts, reply);
    failed.add(texts.join());
    reply.error(500, { message: 'a stray fault' });
    return true;
  };
  const texts = numbered(8).map((text, at) => (at % 2 === 0 ? `bad ${text}` : text));
  const { outcomes } = await askAll(texts, meddle, { maxTries: 2 });
  expect(outcomes.filter((outcome) => typeof outcome === 'string')).toEqual(
    texts.filter((_, at) => at % 2 === 1).map((text) => `«${text}»`),
  );
});
