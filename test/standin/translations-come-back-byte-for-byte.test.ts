import { expect, test } from 'vitest';
import { standinForTest } from './starting.ts';
import { TEXTS, translateAll } from './translating.ts';

const OTHERS = ['eng_Latn', 'tel_Telu', 'arb_Arab', 'spa_Latn', 'jpn_Jpan'];

test.each(Object.keys(TEXTS))('from %s into any language and back', async (from) => {
  const { url } = await standinForTest({ mistakes: 0 });
  const texts = [...(TEXTS[from] ?? []), Object.values(TEXTS).flat().join('\n')];
  for (const to of OTHERS.filter((language) => language !== from)) {
    const there = await translateAll(url, texts, from, to);
    for (const [at, text] of there.entries()) expect(text).not.toBe(texts[at]);
    expect(await translateAll(url, there, to, from)).toEqual(texts);
  }
});

test('pieces of a text that were translated one by one come back as one', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const pieces = ['మొదటి వాక్యం. ', 'రెండవ వాక్యం!\n', 'మూడవది.'];
  const there = await translateAll(url, pieces, 'tel_Telu', 'eng_Latn');
  expect(await translateAll(url, [there.join('')], 'eng_Latn', 'tel_Telu')).toEqual([pieces.join('')]);
});

test('a translation says from which language into which, and stays as it is when asked for again', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const [once = ''] = await translateAll(url, ['నమస్కారం 2 😀'], 'tel_Telu', 'eng_Latn');
  expect(once).toMatch(/^⟦te→en⟧ [a-z]+ 2 😀$/);
  expect(await translateAll(url, [once], 'tel_Telu', 'eng_Latn')).toEqual([once]);
  const [elsewhere = ''] = await translateAll(url, [once], 'eng_Latn', 'hin_Deva');
  expect(elsewhere).toMatch(/^⟦en→hi⟧ /);
  expect(await translateAll(url, [elsewhere], 'hin_Deva', 'eng_Latn')).toEqual([once]);
});

test('the letters are those of the language translated into', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const into = async (language: string) =>
    (await translateAll(url, ['Explain the tide table.'], 'eng_Latn', language))[0];
  expect(await into('tel_Telu')).toMatch(/⟧ [\p{Script=Telu} ]+\.$/u);
  expect(await into('jpn_Jpan')).toMatch(/⟧ [\p{Script=Hira} ]+\.$/u);
  expect(await into('spa_Latn')).toMatch(/⟧ [A-Za-z ]+\.$/);
});

test('a text whose first piece has no letters, and so was not translated, comes back too', async () => {
  const { url } = await standinForTest({ mistakes: 0 });
  const [rest = ''] = await translateAll(url, ['మొదటి వాక్యం.'], 'tel_Telu', 'eng_Latn');
  expect(await translateAll(url, [`1948! ${rest}`], 'eng_Latn', 'tel_Telu')).toEqual(['1948! మొదటి వాక్యం.']);
});
