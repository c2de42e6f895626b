import { expect, test } from 'vitest';
import { taskOf } from '../../activities/inference/services/task-mismatch.ts';
import {
  codeFor,
  languageCodes,
  languageOf,
  LanguageUnknown,
  unsupported,
} from '../../schemas/inference/languages.ts';
import { languageTable } from '../../schemas/inference/language-table.ts';
import { ServiceQuestionSchema } from '../../schemas/inference/question.ts';
import { calling, translation } from './calling.ts';
import { rejection } from '../inference/asking.ts';

test('there are the 204 codes of FLORES-200, each once, with a script, a name and a tag that Intl takes', () => {
  expect(languageCodes).toHaveLength(204);
  expect(new Set(languageCodes).size).toBe(204);
  expect(new Set(languageTable.map(([, tag]) => tag)).size).toBe(204);
  expect(new Set(languageTable.map(([, , name]) => name)).size).toBe(204);
  for (const code of languageCodes) {
    expect(code).toMatch(/^[a-z]{3}_[A-Z][a-z]{3}$/);
    const { tag, script, name } = languageOf(code);
    expect(script).toBe(code.slice(4));
    expect(name).toMatch(/^[A-Z'].+/);
    expect(new Intl.Locale(tag).language).toMatch(/^[a-z]{2,3}$/);
    expect([...new Intl.Segmenter(tag, { granularity: 'sentence' }).segment('a. b')]).not.toEqual([]);
  }
});

test.each([
  ['tel_Telu', 'te', 'Telu', 'Telugu'],
  ['zho_Hant', 'zh-Hant', 'Hant', 'Chinese (Traditional)'],
  ['zho_Hans', 'zh', 'Hans', 'Chinese (Simplified)'],
  ['arb_Arab', 'ar', 'Arab', 'Modern Standard Arabic'],
  ['nob_Latn', 'nb', 'Latn', 'Norwegian Bokmål'],
  ['lvs_Latn', 'lv', 'Latn', 'Standard Latvian'],
])('%s', (code, tag, script) => {
  expect(languageOf(code)).toMatchObject({ code, tag, script });
});

test.each([
  ['eng_Latn', 'EN', 'EN-US'],
  ['por_Latn', 'PT', 'PT-PT'],
  ['zho_Hans', 'ZH', 'ZH-HANS'],
  ['zho_Hant', 'ZH', 'ZH-HANT'],
  ['tel_Telu', 'TE', 'TE'],
  ['hin_Deva', 'HI', 'HI'],
  ['nob_Latn', 'NB', 'NB'],
  ['prs_Arab', 'PRS', 'PRS'],
  ['kmr_Latn', 'KMR', 'KMR'],
])('DeepL calls %s %s as a source and %s as a target', (code, source, target) => {
  expect([codeFor('deepl', code, 'source'), codeFor('deepl', code, 'target')]).toEqual([source, target]);
});

test.each([
  ['spa_Latn', 'es'],
  ['zho_Hans', 'zh-Hans'],
  ['zho_Hant', 'zh-Hant'],
  ['tgl_Latn', 'tl'],
  ['zsm_Latn', 'ms'],
])('LibreTranslate calls %s %s', (code, own) => {
  expect([codeFor('libretranslate', code, 'source'), codeFor('libretranslate', code, 'target')]).toEqual([
    own,
    own,
  ]);
});

test('no two languages that an API serves have one code, but for the sources of Chinese at DeepL', () => {
  for (const [api, end] of [
    ['deepl', 'target'],
    ['libretranslate', 'source'],
    ['libretranslate', 'target'],
  ] as const) {
    const served = languageCodes.filter((code) => unsupported(api, [code]).length === 0);
    expect(served.length).toBeGreaterThan(45);
    expect(new Set(served.map((code) => codeFor(api, code, end))).size).toBe(served.length);
  }
});

test('a language that an API does not serve is named, with its code and the API', () => {
  expect(unsupported('deepl', ['spa_Latn', 'amh_Ethi', 'ace_Arab', 'arb_Latn'])).toEqual([
    'amh_Ethi',
    'ace_Arab',
    'arb_Latn',
  ]);
  expect(() => codeFor('deepl', 'amh_Ethi', 'source')).toThrow(
    'deepl does not translate Amharic (amh_Ethi); use another translator for this language',
  );
  expect(() => codeFor('libretranslate', 'tel_Telu', 'target')).toThrow(/Telugu \(tel_Telu\)/);
});

test('a code that is none is answered with those that are like it', () => {
  expect(() => languageOf('tel')).toThrow(/"tel" is no language code of FLORES-200.*did you mean tel_Telu/);
  expect(() => languageOf('EN')).toThrow(/did you mean eng_Latn/);
  expect(() => languageOf('qqq_Qqqq')).toThrow(LanguageUnknown);
});

test('a language or a task that slipped through is an error of its own, and is not asked again and again', async () => {
  const { call } = calling({ urls: ['http://127.0.0.1:9'] }, { api: 'deepl' });
  await expect(rejection(call(translation('a', 'amh_Ethi', 'eng_Latn')))).resolves.toBeInstanceOf(
    LanguageUnknown,
  );
  const question = ServiceQuestionSchema.parse({
    model: 'm',
    api: 'deepl',
    extraBody: {},
    task: { kind: 'embed', text: 'a' },
  });
  expect(() => taskOf(question, 'translate')).toThrow(
    'the api deepl cannot "embed"; give the role another api',
  );
});
