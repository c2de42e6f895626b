import { expect, test } from 'vitest';
import { isOffTarget } from '../../../activities/recipes/lmsys-synth/languages/measure-language.ts';
import { characterShare } from '../../../activities/recipes/common/scripts.ts';

test.each([
  ['hiragana and katakana', 'ひらがなカタカナ', 'Jpan', 1],
  ['kanji', '日本語', 'Jpan', 1],
  ['marks: long vowel, repetition, closing', 'ラーメン、人々、〆切', 'Jpan', 8 / 10],
  ['voicing marks of their own', 'か\u3099は\u309a゛', 'Jpan', 1],
  ['half-width katakana', 'ｶﾀｶﾅ', 'Jpan', 1],
  ['punctuation is in the whole alone', 'はい。', 'Jpan', 2 / 3],
  ['white space is in neither', ' はい \n\u3000はい ', 'Jpan', 1],
  ['Latin letters and digits', 'GPT4は強い', 'Jpan', 3 / 7],
  ['full-width digits', '１２３円', 'Jpan', 1 / 4],
  ['a code point of four bytes is one', '𠮷😀', 'Jpan', 1 / 2],
  ['English', 'It is 5.', 'Latn', 4 / 6],
  ['Hindi with its vowel signs', 'हिन्दी', 'Deva', 1],
  ['Korean', '한국어 漢字', 'Hang', 1],
  ['white space alone', ' \n', 'Jpan', 0],
  ['nothing', '', 'Jpan', 0],
])('%s', (_, text, script, share) => {
  expect(characterShare(text, script)).toBeCloseTo(share, 10);
});

test.each([
  ['はいはいはabcd', true],
  ['はいはいはいabcd', false],
  ['はいはab', false],
  ['はいaabb', true],
])('%s at 0.60', (response, dropped) => {
  const share = characterShare(response, 'Jpan');
  expect([isOffTarget(share, 0.6), isOffTarget(share, undefined)]).toEqual([dropped, false]);
});
