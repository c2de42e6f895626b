import { expect, test } from 'vitest';
import { z } from 'zod';
import { languageOf as standinLanguage } from '../../../infra/standin/translation/language.ts';
import { translate } from '../../../infra/standin/translation/translate.ts';
import { openFoundry } from '../../builds/foundry.ts';
import { tableOf } from '../../input/table-of.ts';
import { multilingual, rowsOf, unreconciled } from './sample-build.ts';

const shape = { id: z.string(), language: z.string(), instruction: z.string(), response: z.string() };
const last = 'measure-language-pair';

test('the templated baseline fills people’s templates from a dataset, and asks nobody', async () => {
  const foundry = await openFoundry();
  const rows = Array.from({ length: 60 }, (_, at) => ({
    question: `¿Pregunta ${at}?`,
    answer: `Respuesta ${at}.`,
  }));
  const files = [await foundry.writeLines('qa.jsonl', [...rows, { question: '', answer: 'Sin pregunta.' }])];
  const { roles: _, ...rest } = multilingual;
  const dataset = await foundry.build({
    ...rest,
    name: 'templated',
    arm: 'templated',
    roles: {},
    templated: [
      {
        language: 'spa_Latn',
        files,
        columns: { text: 'answer' },
        templates: [
          { instruction: 'Responde: {{question}}' },
          { instruction: '¿Cuál es la pregunta? {{text}}', response: '{{question}}' },
        ],
      },
    ],
  });
  expect(unreconciled(dataset)).toEqual([]);
  expect(foundry.standin.stats().answered).toBe(0);
  expect(dataset.rows).toBe(60);
  expect(tableOf(dataset, 'fill-template').reasons).toEqual({ 'field empty': 1 });
  const pairs = await rowsOf(foundry.store, tableOf(dataset, last), shape);
  const forward = pairs.filter(({ instruction }) => instruction.startsWith('Responde: ¿Pregunta '));
  expect(forward.length).toBeGreaterThan(15);
  expect(forward.length).toBeLessThan(45);
  for (const { instruction, response } of forward)
    expect(response).toBe(`Respuesta ${/\d+/.exec(instruction)?.[0] ?? ''}.`);
  const backward = pairs.filter(({ response }) => response.startsWith('¿Pregunta '));
  expect(forward.length + backward.length).toBe(60);
});

test('the translated baseline puts an English dataset into every language, and keeps good translations', async () => {
  const foundry = await openFoundry({ mistakes: { badTranslation: 0.2 } });
  const rows = Array.from({ length: 40 }, (_, at) => ({
    prompt: `What is the use of tool number ${at} in a garden?`,
    completion: `Tool number ${at} loosens the soil before you sow.`,
  }));
  const files = [await foundry.writeLines('english.jsonl', rows)];
  const dataset = await foundry.build({
    ...multilingual,
    name: 'translated',
    arm: 'translated',
    translated: {
      languages: ['tel_Telu', 'jpn_Jpan'],
      datasets: [{ files, columns: { text: 'completion' }, instruction: 'prompt' }],
    },
  });
  expect(unreconciled(dataset)).toEqual([]);
  expect(tableOf(dataset, 'take-english-pair').counts.out).toBe(80);
  expect(dataset.rows).toBeGreaterThan(30);
  expect(dataset.rows).toBeLessThan(75);
  const english = standinLanguage('eng_Latn');
  for (const pair of await rowsOf(foundry.store, tableOf(dataset, last), shape)) {
    const language = standinLanguage(pair.language);
    if (english === undefined || language === undefined) throw new Error('no language');
    const [prompt, completion] = [pair.instruction, pair.response].map((text) =>
      translate(text, language, english),
    );
    expect(rows).toContainEqual({ prompt, completion });
  }
});
