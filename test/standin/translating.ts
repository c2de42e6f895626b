import { z } from 'zod';
import { post } from './posting.ts';

const inferSchema = z.object({
  outputs: z
    .array(z.object({ name: z.string(), shape: z.array(z.number()), data: z.array(z.unknown()) }))
    .length(1),
});

const bytes = (name: string, data: string[]) => ({ name, shape: [data.length], datatype: 'BYTES', data });

async function infer(url: string, inputs: ReturnType<typeof bytes>[]): Promise<unknown[]> {
  const response = await post(url, '/v2/models/stand-in/infer', { inputs });
  return inferSchema.parse(await response.json()).outputs[0]?.data ?? [];
}

/** Translates a batch over the Open Inference Protocol. */
export async function translateAll(
  url: string,
  texts: string[],
  from: string,
  to: string,
): Promise<string[]> {
  const data = await infer(url, [
    bytes('text', texts),
    bytes('source_lang', [from]),
    bytes('target_lang', [to]),
  ]);
  return z.array(z.string()).parse(data);
}

/** Scores of a batch of (source, translation) over the Open Inference Protocol. */
export async function estimateAll(url: string, sources: string[], translations: string[]): Promise<number[]> {
  return z
    .array(z.number())
    .parse(await infer(url, [bytes('source', sources), bytes('translation', translations)]));
}

/** Text of several scripts with what is easily lost on the way: signs, digits, line breaks, marks of our own. */
export const TEXTS: Record<string, string[]> = {
  tel_Telu: [
    'హైదరాబాద్ లో అర్ధరాత్రి భారీవర్షం పడింది. 7.33 సెం.మీ. వర్షపాతం!',
    'COVID-19లో 24 వేల కేసులు, బుక్‌లు (banana, బనానా) 😀👨‍👩‍👧\n\n- ఒకటి\n- రెండు',
  ],
  hin_Deva: ['सभी मनुष्यों को गौरव और अधिकार हैं। १२३ क़ानून\tक्‍ष', 'भारत में “दूसरी लहर”: 24,000 मामले'],
  jpn_Jpan: [
    'ワタリウム美術館は東京都渋谷区にある、私設美術館である。\r\n「10 km」先です。',
    '世界人権宣言、カタカナー〜々 abc',
  ],
  spa_Latn: [
    '¿Cuántos años tiene José? ¡Treinta y dos! Cafe\u0301 y pingüino.',
    'El sol — 25 °C — salió; a las 7:30.',
  ],
  arb_Arab: ['يولد جميع الناس أحرارًا متساوين في الكرامة.', 'قال: «نعم» في ٢٠٢٤ — https://example.org/ص'],
  zho_Hant: ['人人生而自由，在尊嚴和權利上一律平等。', '他說：「好」。🇹🇼'],
  kor_Hang: ['모든 인간은 태어날 때부터 자유로우며 평등하다.', '한글 ㅋㅋ 漢字 LTE'],
  tha_Thai: ['มนุษย์ทั้งหลายเกิดมามีอิสระ'],
  rus_Cyrl: ['Все люди рождаются свободными и\u00a0равными. Ёлка й и\u0306'],
  kat_Geor: ['ყველა ადამიანი იბადება თავისუფალი'],
  eng_Latn: [
    '⟦te→en⟧ in the middle ⟬0 ⟦x⟧ and ˈquoted ˈˈtwice.',
    'All human beings — "born free" — 1948.\n\n\n  * x  ',
  ],
};
