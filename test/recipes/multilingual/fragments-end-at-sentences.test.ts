import { expect, test } from 'vitest';
import { fragmentsOf } from '../../../activities/recipes/multilingual/texts/fragments.ts';
import { lengthDraws } from '../../../activities/recipes/multilingual/texts/length-draws.ts';
import { charactersIn } from '../../../activities/recipes/common/sentences.ts';
import { languageOf } from '../../../schemas/inference/languages.ts';
import { lengthFor } from '../../../schemas/recipes/multilingual/lengths.ts';
import { linear, slowdown } from '../../slowdown.ts';
import { declaration, languages, ownTexts } from './sample-texts.ts';

const bounds = { minCharacters: 20, maxCharacters: 4000 };
const other = { mean: 320, sd: 510 };
const draws = (code: string, id: string) => lengthDraws(lengthFor(code, {}, other), 42, id);

/** What Python gives for text[start:end]. */
const between = (text: string, start: number, end: number): string =>
  Array.from(text).slice(start, end).join('');

const odd: Record<string, string> = {
  arb_Arab: 'يولد جميع الناس أحرارًا. قال: «نعم»؟ ثم مضى 👨‍👩‍👧‍👦 إلى البيت!\n\nوهكذا انتهى اليوم؛ ولم يعد أحد.',
  heb_Hebr: 'כל בני האדם נולדו בני חורין. שָׁלוֹם! מה שלומך?',
  tha_Thai: 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม',
  spa_Latn: '  Cafe\u0301 y “pingüino” 🐧🏽. ¿Sí? \r\n\t¡No!   \n\n\n Fin\u00a0de todo. ',
  zho_Hant: '人人生而自由。𠮷野家在哪裡？他說：「好」。',
};

test.each([...languages.map((code) => [code, declaration(code)] as const), ...Object.entries(odd)])(
  '%s: fragments are slices of the text with nothing but white space between them',
  (code, text) => {
    for (const wanted of [() => 1, () => 60, draws(code, 'row')]) {
      const fragments = fragmentsOf(
        text,
        languageOf(code).tag,
        { minCharacters: 5, maxCharacters: 300 },
        wanted,
      );
      let at = 0;
      for (const { text: cut, start, end } of fragments) {
        expect(between(text, start, end)).toBe(cut);
        expect(between(text, at, start).trim()).toBe('');
        expect(cut).toBe(cut.trim());
        expect(charactersIn(cut)).toBeLessThanOrEqual(300);
        at = end;
      }
      expect(between(text, at, charactersIn(text)).trim()).toBe('');
    }
  },
);

test.each([
  [
    'spa_Latn',
    'Uno es poco. ¿Dos? ¡Tres son muchos! Cuatro.',
    ['Uno es poco.', '¿Dos?', '¡Tres son muchos!', 'Cuatro.'],
  ],
  ['hin_Deva', 'यह पहला है। यह दूसरा है? हाँ।', ['यह पहला है।', 'यह दूसरा है?', 'हाँ।']],
  ['jpn_Jpan', '雨です。「晴れですか？」はい！', ['雨です。', '「晴れですか？」', 'はい！']],
  ['tel_Telu', 'ఇది ఒకటి. ఇది రెండు! మూడు?', ['ఇది ఒకటి.', 'ఇది రెండు!', 'మూడు?']],
  ['bod_Tibt', 'འདི་གཅིག་ཡིན། འདི་གཉིས་ཡིན། །ཡག་པོ།', ['འདི་གཅིག་ཡིན།', 'འདི་གཉིས་ཡིན། །ཡག་པོ།']],
  ['tir_Ethi', 'እዚ ሓደ እዩ፡፡ እዚ ክልተ እዩ። ጽቡቕ፡፡', ['እዚ ሓደ እዩ፡፡', 'እዚ ክልተ እዩ።', 'ጽቡቕ፡፡']],
  ['arb_Arab', 'هذا واحد. أهذا اثنان؟ نعم!', ['هذا واحد.', 'أهذا اثنان؟', 'نعم!']],
])('%s: sentences end where the language ends them', (code, text, sentences) => {
  const cut = fragmentsOf(text, languageOf(code).tag, { minCharacters: 1, maxCharacters: 99 }, () => 1);
  expect(cut.map((each) => each.text)).toEqual(sentences);
});

test('a sentence is cut only where it alone is longer than a fragment may be, and then between words', () => {
  const long = `Palabra ${'palabra '.repeat(40)}fin.`;
  const cut = fragmentsOf(`Corta. ${long} Otra.`, 'es', { minCharacters: 1, maxCharacters: 100 }, () => 1);
  expect(cut[0]?.text).toBe('Corta.');
  expect(cut.at(-1)?.text).toBe('Otra.');
  const pieces = cut.slice(1, -1).map((each) => each.text);
  expect(pieces.length).toBe(4);
  expect(pieces.every((piece) => /^([Pp]alabra ?)+(fin\.)?$/.test(piece))).toBe(true);
  expect(pieces.join(' ')).toBe(long);
  const address = `https://example.org/${'x'.repeat(250)}`;
  const parts = fragmentsOf(address, 'es', { minCharacters: 1, maxCharacters: 100 }, () => 1);
  expect(parts.map((each) => each.text).join('')).toBe(address);
  expect(parts.every((each) => each.text.length <= 100)).toBe(true);
});

test.each(languages)('%s: lengths spread as in Table 2, as far as whole sentences allow', (code) => {
  const sentence = ownTexts(code).passages[0]?.text ?? '';
  const text = `${sentence}\n`.repeat(4000);
  const cut = fragmentsOf(text, languageOf(code).tag, bounds, draws(code, 'long'));
  const lengths = cut.map((each) => charactersIn(each.text));
  const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
  const sd = Math.sqrt(lengths.reduce((sum, each) => sum + (each - mean) ** 2, 0) / lengths.length);
  const wanted = lengthFor(code, {}, other);
  expect(mean / wanted.mean).toBeGreaterThan(0.85);
  expect(mean / wanted.mean).toBeLessThan(1.2);
  // The longest are cut off at 4,000 characters, and a log-normal's deviation lies in its longest.
  expect(sd / wanted.sd).toBeGreaterThan(0.6);
  expect(sd / wanted.sd).toBeLessThan(1.2);
});

test('a long text is cut in linear time', () => {
  const passage = `${ownTexts('hin_Deva').passages[0]?.text ?? ''} `;
  const cut = (text: string) => fragmentsOf(text, 'hi', bounds, draws('hin_Deva', 'large'));
  const made = (length: number) => passage.repeat(length / passage.length);
  const text = made(1_000_000);
  expect(cut(text).at(-1)?.end).toBe(charactersIn(text) - 1);
  expect(slowdown(made, text.length, cut)).toBeLessThan(linear);
});

test('the cuts follow from the row and the seed', () => {
  const text = declaration('spa_Latn');
  const cut = (id: string) =>
    fragmentsOf(text, 'es', bounds, draws('spa_Latn', id)).map(({ start }) => start);
  expect(cut('a')).toEqual(cut('a'));
  expect(cut('a')).not.toEqual(cut('b'));
});
