/** Scripts that put no space between words: each character counts as a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu;
const word = /[\p{L}\p{N}\p{M}]+/gu;

/** A text's words as overlap is counted: runs of letters and digits, in lower case and NFKC. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().replace(unspaced, ' $& ').match(word) ?? [];
}
