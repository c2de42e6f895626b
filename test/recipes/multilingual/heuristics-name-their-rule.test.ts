import { expect, test } from 'vitest';
import { applyHeuristics, type Broken } from '../../../activities/recipes/multilingual/texts/heuristics.ts';
import { openIdentifier } from '../../../activities/recipes/common/identify.ts';
import { scriptShare } from '../../../activities/recipes/common/scripts.ts';
import { languageCodes, languageOf } from '../../../schemas/inference/languages.ts';
import { HeuristicsParams } from '../../../schemas/recipes/multilingual/responses.ts';
import { declaration, languages, ownTexts } from './sample-texts.ts';

const defaults = HeuristicsParams.parse({});
const identify = await openIdentifier();
const checked = (text: string, code: string, params = defaults): string | Broken =>
  applyHeuristics(text, code, params, identify);

const rules = new Set([
  'too short',
  'capital letters',
  'symbols',
  'digits',
  'addresses',
  'repeated characters',
  'repeated lines',
  'repeated n-grams',
]);

test.each(languages)(
  '%s: the shipped junk is dropped, each piece by its rule, and the passages stay',
  (code) => {
    const { passages, junk } = ownTexts(code);
    for (const { text } of passages) expect(checked(text, code)).toBe('identifier');
    for (const { text, kind_of_text: rule } of junk) {
      if (rule === 'near-duplicate') continue;
      const found = checked(text, code);
      if (rules.has(rule)) expect(found).toMatchObject({ rule });
      else expect(['other language', 'other script']).toContain((found as Partial<Broken>).rule);
      expect((found as Partial<Broken>).detail).toMatch(/[<>] /);
    }
  },
);

test.each(languages)('%s: articles of the Declaration stay', (code) => {
  const articles = declaration(code).trim().split('\n\n');
  const dropped = articles.filter((text) => typeof checked(text, code) === 'object');
  // Some articles repeat a phrase so often that the rule on n-grams may drop them.
  expect(dropped.length).toBeLessThanOrEqual(1);
});

test.each([
  ['arb_Arab', 'يولد جميع الناس أحرارًا ومتساوين في الكرامة والحقوق. وهم قد وهبوا العقل 🙂 والوجدان.'],
  ['jpn_Jpan', 'USBメモリとHDMIケーブルは、パソコンの横の引き出しに入れておいてください😊。'],
  ['hin_Deva', 'Bluetooth और GPS तभी चालू कीजिए जब सचमुच ज़रूरत हो, नहीं तो बैटरी जल्दी ख़त्म होगी 🔋।'],
  ['kor_Hang', '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.'],
])('%s: emoji and words of another script do no harm', (code, text) => {
  expect(checked(text, code)).toBe('identifier');
});

test('a language that the identifier does not know is told by its script alone', () => {
  const nepali = 'सबै व्यक्तिहरू जन्मजात स्वतन्त्र हुन् ती सबैको समान अधिकार र महत्व छ।';
  expect(checked(nepali, 'npi_Deva')).toBe('script');
  expect(checked('This page is in English and in no other language.', 'npi_Deva')).toMatchObject({
    rule: 'other script',
    detail: 'Deva 0 < 0.7',
  });
});

test.each([
  ['bod_Tibt', 'འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌། ཐོབ་ཐངགི་རང་དབང་འདྲ་མཉམ་དུ་ཡོད་ལ།'],
  ['amh_Ethi', 'የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።'],
])('%s: signs between syllables and words are no junk', (code, text) => {
  expect(checked(text, code)).toBeTypeOf('string');
});

test('every language of FLORES-200 has a script that letters can be looked for', () => {
  for (const code of languageCodes) expect(scriptShare('a', languageOf(code).script)).toBeTypeOf('number');
  expect(scriptShare('ひらがなカタカナ漢字ー', 'Jpan')).toBe(1);
  expect(scriptShare('한글 漢字', 'Hang')).toBe(1);
  expect(scriptShare('नमस्ते abc', 'Deva')).toBeCloseTo(4 / 7);
});

test('a threshold is what the config says', () => {
  const loud = 'OFERTA ESPECIAL SOLO HOY COMPRE DOS Y LLEVE TRES NO SE LO PIERDA';
  expect(checked(loud, 'spa_Latn')).toMatchObject({ rule: 'capital letters', detail: '1 > 0.4' });
  expect(checked(loud, 'spa_Latn', { ...defaults, maxCapitals: 1 })).toBe('identifier');
  const marathi =
    'आमच्या गावाच्या मध्यभागी एक जुनी विहीर आहे आणि पावसाळ्यात तिचे पाणी वरपर्यंत येते, तेव्हा मुले त्यात डोकावून पाहतात.';
  expect(checked(marathi, 'hin_Deva')).toMatchObject({ rule: 'other language' });
  expect(checked(marathi, 'hin_Deva', { ...defaults, minLanguage: 0 })).toBe('script');
});
