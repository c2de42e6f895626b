import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceQuestion } from '../../schemas/inference/question.ts';
import { preflight } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { asking, rejection } from '../inference/asking.ts';
import type { ModelServer } from './model-server.ts';
import { startTinyNllb } from './nllb-server.ts';
import { whyNoPython } from './python.ts';

const withoutPython = await whyNoPython();
let server: ModelServer | undefined;
beforeAll(async () => {
  if (withoutPython === undefined) server = await startTinyNllb();
}, 600_000);
afterAll(() => server?.stop());

const question = (text: string, from: string, to: string): ServiceQuestion => ({
  model: 'nllb-200',
  api: 'open-inference',
  extraBody: {},
  task: { kind: 'translate', text, from, to },
});
const batch = { key: 'translations', rows: 8, characters: 1000 };

function translating() {
  const { ask } = asking({ urls: [server?.url ?? 'http://127.0.0.1:9'], maxTries: 1 });
  return (text: string, from: string, to: string) => ask(question(text, from, to), { batch });
}

test('texts of several languages share requests and come back in order', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  const translate = translating();
  const rows: [string, string, string][] = [
    ['one two', 'eng_Latn', 'spa_Latn'],
    ['నమస్కారం ప్రపంచం', 'tel_Telu', 'eng_Latn'],
    ['こんにちは', 'jpn_Jpan', 'eng_Latn'],
    ['three', 'eng_Latn', 'hin_Deva'],
    ...Array.from({ length: 20 }, (_, at): [string, string, string] => [`${at}`, 'eng_Latn', 'tel_Telu']),
  ];
  const answers = await Promise.all(rows.map((row) => translate(...row)));
  expect(answers.map(({ text }) => text)).toEqual(rows.map(([text, , to]) => `«${to}»${text}`));
  expect(answers[0]).toMatchObject({ servedBy: 'nllb-200', standIn: false });
});

test('Santali goes by the name that it has in NLLB-200', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  expect((await translating()('one', 'eng_Latn', 'sat_Olck')).text).toBe('«sat_Beng»one');
});

test('line breaks, blank lines and the space around a text stay', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  const translate = translating();
  const { text } = await translate(' Mañana será\r\n\n  otro día. \n', 'spa_Latn', 'eng_Latn');
  expect(text).toBe(' «eng_Latn»Mañana será\r\n\n  «eng_Latn»otro día. \n');
  expect((await translate(' \n', 'spa_Latn', 'eng_Latn')).text).toBe(' \n');
});

test('a row in a language that the model does not know is refused, and its neighbours are not', async ({
  skip,
}) => {
  skip(withoutPython !== undefined, withoutPython);
  const translate = translating();
  const refused = rejection(translate('two', 'eng_Latn', 'eng_Tamil'));
  const answers = await Promise.all(['one', 'three'].map((text) => translate(text, 'eng_Latn', 'spa_Latn')));
  expect(answers.map(({ text }) => text)).toEqual(['«spa_Latn»one', '«spa_Latn»three']);
  expect(await refused).toMatchObject({ message: expect.stringContaining("'eng_Tamil'") });
});

test('a build finds its model before it starts, and not another one', async ({ skip }) => {
  skip(withoutPython !== undefined, withoutPython);
  const endpoint = EndpointSchema.parse({ urls: [server?.url] });
  const role = { role: 'translator', model: 'nllb-200', api: 'open-inference' as const };
  expect(await preflight('main', endpoint, [role])).toEqual([]);
  expect(await preflight('main', endpoint, [{ ...role, model: 'poet' }])).toHaveLength(1);
});
