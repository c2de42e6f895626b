import { countWords, cutToWords } from './text/words.ts';

/** Tokens of a text, by the stand-in's only measure: words x 1.3, rounded up. In tenths, so that it is exact. */
export function countTokens(text: string): number {
  return Math.ceil((countWords(text) * 13) / 10);
}

/** The beginning of a text that is at most `limit` tokens long, at least one word of it. */
export function cutToTokens(text: string, limit: number): string {
  return cutToWords(text, Math.max(1, Math.floor((limit * 10) / 13)));
}
