import { wordsOf } from '../../common/near-duplicates/words.ts';
import { charactersIn } from '../../common/sentences.ts';

/**
 * Signs of running text: they are no sign of junk, whichever script they belong to. Those of one script are its
 * sentences' and words': Tibetan has one between syllables, older Amharic one between words.
 */
const prose =
  /[\p{L}\p{M}\p{N}\p{Z}\s\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Cf}.,;:!?'"%&…।॥。、，；：！？・〜ー؟،؛¿¡·‧]|(?!\p{Script=Common})\p{Po}/gu;
const digits = /\p{Nd}/gu;
const capitals = /\p{Lu}/gu;
const cased = /[\p{Lu}\p{Ll}\p{Lt}]/gu;
/** Each alternative begins where no run of its own signs does, so that a long word is looked at once. */
const addresses =
  /(?:https?:\/\/|www\.)[^\s"'<>()「」]+|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|html?|php|in|jp|es|co)\b(?:\/[^\s"'<>()]*)?/giu;

/** Letters with two cases below which the share of capitals says nothing: a name, an acronym. */
const enoughCased = 20;

/** Characters of a run of one character that is no longer a pause or a line of a table. */
const longRun = /(\S)\1{4,}/gu;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Share of capitals among the letters that have both cases; 0 where there are few, and in scripts without case. */
export function capitalShare(text: string): number {
  const all = count(text, cased);
  return all < enoughCased ? 0 : count(text, capitals) / all;
}

/** Share of characters that are neither letters, digits, white space nor usual punctuation: signs, emoji, brackets of code. */
export function symbolShare(text: string): number {
  const all = charactersIn(text);
  return share(all - count(text, prose), all);
}

export function digitShare(text: string): number {
  return share(count(text, digits), charactersIn(text));
}

/** Share of characters that belong to addresses of the web and of mail. */
export function addressShare(text: string): number {
  const found = text.match(addresses) ?? [];
  return share(
    found.reduce((sum, each) => sum + charactersIn(each), 0),
    charactersIn(text),
  );
}

/** Share of characters in runs of five or more of the same one, white space left aside. */
export function runShare(text: string): number {
  const found = text.match(longRun) ?? [];
  return share(
    found.reduce((sum, each) => sum + charactersIn(each), 0),
    charactersIn(text),
  );
}

/** Share of lines that stood in the text before; blank ones left aside. */
export function repeatedLineShare(text: string): number {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return share(lines.length - new Set(lines).size, lines.length);
}

/** Share of n-grams that stood in the text before: of 3 words, or of 6 characters in scripts without spaces. */
export function repeatedGramShare(text: string, spaced: boolean): number {
  const units = spaced ? wordsOf(text) : Array.from(wordsOf(text).join(''));
  const size = spaced ? 3 : 6;
  const seen = new Set<string>();
  let all = 0;
  for (let at = 0; at + size <= units.length; at += 1) {
    all += 1;
    seen.add(units.slice(at, at + size).join(' '));
  }
  return share(all - seen.size, all);
}
