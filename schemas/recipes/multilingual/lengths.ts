import { z } from 'zod';
import { languageOf } from '../../inference/languages.ts';

/** Mean and standard deviation of fragments' lengths, in characters (Unicode code points). */
export const LengthSchema = z.strictObject({ mean: z.number().positive(), sd: z.number().positive() });
export type Length = z.infer<typeof LengthSchema>;

/** Table 2, responses of the generated datasets. */
export const paperLengths: Readonly<Record<string, Length>> = {
  tel_Telu: { mean: 308, sd: 482 },
  hin_Deva: { mean: 358, sd: 582 },
  jpn_Jpan: { mean: 98, sd: 116 },
  spa_Latn: { mean: 289, sd: 475 },
};

/** Scripts in which a character is a word or a syllable, so that texts are as short as Japanese ones. */
const dense = new Set(['Jpan', 'Hans', 'Hant', 'Hang']);

/** The lengths for a language: the config's, the paper's, or those of the paper's language with a like script. */
export function lengthFor(code: string, given: Readonly<Record<string, Length>>, other: Length): Length {
  const named = given[code] ?? paperLengths[code];
  if (named !== undefined) return named;
  return dense.has(languageOf(code).script) ? (given['jpn_Jpan'] ?? { mean: 98, sd: 116 }) : other;
}
