import { languageOf } from '../../../schemas/inference/languages.ts';

/**
 * Languages whose name in the identifier does not follow from our tag: its Kurdish is written in Arabic letters, its
 * Arabic in no others, its Persian stands for Dari too, its Norwegian is Bokmål.
 */
const own: Readonly<Record<string, string | undefined>> = {
  ckb_Arab: 'ku',
  kmr_Latn: undefined,
  arb_Latn: undefined,
  prs_Arab: 'fa',
  nob_Latn: 'no',
};

export interface Identified {
  /** The most likely language, ISO 639-1; empty where there is none. */
  readonly best: string;
  /** Score of the wanted language as a share of the best one's. */
  readonly share: number;
}

/** Tells how far a text looks like a language (FLORES-200); undefined for a language that it does not know. */
export type Identifier = (text: string, code: string) => Identified | undefined;

/**
 * ELD (Apache-2.0, 60 languages, n-grams of words) of the size `medium`; docs/multilingual.md has what was measured. Loaded
 * when it is first wanted: it takes 0.7 s and 190 MB.
 */
export async function openIdentifier(): Promise<Identifier> {
  const { eld } = await import('eld/medium');
  const known = new Set(Object.values(eld.info().Languages));
  const names = new Map<string, string | undefined>();
  const nameOf = (code: string): string | undefined => {
    if (names.has(code)) return names.get(code);
    const name = code in own ? own[code] : languageOf(code).tag.split('-')[0];
    const usable = name !== undefined && known.has(name) ? name : undefined;
    names.set(code, usable);
    return usable;
  };
  return (text, code) => {
    const name = nameOf(code);
    if (name === undefined) return undefined;
    const found = eld.detect(text);
    const scores = found.getScores();
    const best = scores[found.language] ?? 0;
    return { best: found.language, share: best === 0 ? 0 : (scores[name] ?? 0) / best };
  };
}
