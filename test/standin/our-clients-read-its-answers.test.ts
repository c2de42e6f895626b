import { expect, test } from 'vitest';
import { adapters } from '../../activities/inference/services/index.ts';
import { languageCodes, languageOf } from '../../schemas/inference/languages.ts';
import type { ServiceQuestion } from '../../schemas/inference/question.ts';
import { languageOf as read } from '../../infra/standin/translation/language.ts';
import { post } from './posting.ts';
import { standinForTest } from './starting.ts';

type Task = ServiceQuestion['task'];

/** Sends questions as a build does and gives the answers' texts. */
async function ask(url: string, api: ServiceQuestion['api'], tasks: Task[]): Promise<string[]> {
  const questions = tasks.map((task) => ({ api, model: 'stand-in', extraBody: {}, task }));
  const { path, atRoot, body } = adapters[api].request(questions, undefined);
  const response = await post(atRoot ? url : `${url}/v1`, path, body);
  const received = { body: await response.json(), headers: response.headers, milliseconds: 1 };
  return adapters[api].read(received, questions).results.map(({ text }) => text);
}

const TEXTS = ['హైదరాబాద్ లో వర్షం 7.33', 'రెండవ వాక్యం 😀'];

test.each(['open-inference', 'deepl', 'libretranslate'] as const)('translations by %s', async (api) => {
  const { url } = await standinForTest({ mistakes: 0 });
  const texts = ['El sol salió a las 7.', 'José — ¿qué tal?'];
  const [from, to] = ['spa_Latn', 'eng_Latn'];
  const there = await ask(
    url,
    api,
    texts.map((text) => ({ kind: 'translate', text, from, to })),
  );
  expect(there).toHaveLength(2);
  expect(there).not.toEqual(texts);
  expect(
    await ask(
      url,
      api,
      there.map((text) => ({ kind: 'translate', text, from: to, to: from })),
    ),
  ).toEqual(texts);
});

test('scores, moderations, embeddings and pooled chunks', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const [translation = ''] = await ask(url, 'open-inference', [
    { kind: 'translate', text: TEXTS[0] ?? '', from: 'tel_Telu', to: 'eng_Latn' },
  ]);
  const scores = await ask(url, 'open-inference', [
    { kind: 'estimate', source: TEXTS[0] ?? '', translation },
    { kind: 'estimate', source: TEXTS[1] ?? '', translation },
  ]);
  expect(scores.map((score) => Number(score) >= 0.7)).toEqual([true, false]);
  const [verdict = ''] = await ask(url, 'moderations', [{ kind: 'moderate', text: 'How to kill him?' }]);
  expect(JSON.parse(verdict)).toMatchObject({ flagged: true });
  const bytes = async (api: 'embeddings' | 'pooling', tasks: Task[]) =>
    (await ask(url, api, tasks)).map((text) => Buffer.from(text, 'base64').length);
  expect(await bytes('embeddings', [{ kind: 'embed', text: 'Tides.' }])).toEqual([256 * 4]);
  const pooling = { chunks: 5, sigma: 0.05, alpha: 1 };
  const chunks: Task[] = ['Tides rise and fall twice a day.', 'Moon.'].map((text) => ({
    kind: 'embed-chunks',
    text,
    pooling,
  }));
  expect(await bytes('pooling', chunks)).toEqual([6 * 256 * 4, 6 * 256 * 4]);
});

test('every language of the recipes is known by its code and by its name', () => {
  for (const code of languageCodes) {
    const language = read(code);
    expect(language, code).toBeDefined();
    expect(read(languageOf(code).name), code).toEqual(language);
  }
});
