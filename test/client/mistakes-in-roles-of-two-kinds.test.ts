import { expect, test } from 'vitest';
import { complaints } from './config-file.ts';

const config = (translator: string) => `recipe: multilingual
name: pairs
endpoints: { here: { urls: [http://127.0.0.1:8000/v1] } }
corpora: [{ language: tel_Telu, files: [a.txt] }]
roles:
  translator: { endpoint: here, model: m, ${translator} }
  qe: { endpoint: here, model: m }
  generator: { endpoint: here, model: m }
  judge: { endpoint: here, model: m }
`;

// A translator is a service or a chat model: the mistake is told of the kind that was meant.
test.each([
  [
    'api: depl',
    'api: must be one of "open-inference", "deepl", "libretranslate", "chat", "completion", not "depl"; did you mean "deepl"?',
  ],
  ['api: deepl, sampling: { temperature: 1 }', 'sampling: does not go with the other keys that are here'],
  ['api: chat, batch: { rows: 3 }', 'batch: does not go with the other keys that are here'],
  ['api: open-inference, batch: { rows: x }', 'batch.rows: must be a number, not "x"'],
  ['api: chat, sampling: { temperature: hot }', 'sampling.temperature: must be a number, not "hot"'],
  ['bach: { rows: 3 }', 'bach: unknown key; did you mean "batch"?'],
  ['sampling: {}, bach: {}', 'bach: unknown key; did you mean "batch"?'],
  ['api: libretranslate', 'api: libretranslate does not translate Telugu (tel_Telu); met "libretranslate"'],
])('%s', async (role, problem) => {
  expect(await complaints(config(role))).toEqual([`c.yaml:6: roles.translator.${problem}`]);
});
