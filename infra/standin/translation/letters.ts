const A = 'a'.charCodeAt(0);
const CAPITAL = 26;

/** A word of a to z in 26 letters of another script; the 27th comes before a capital. */
export function toLetters(word: string, alphabet: readonly string[]): string {
  let turned = '';
  for (const letter of word) {
    const small = letter.toLowerCase();
    if (small !== letter) turned += alphabet[CAPITAL] ?? '';
    turned += alphabet[small.charCodeAt(0) - A] ?? '';
  }
  return turned;
}

/** The word that was turned; undefined where it is none. */
export function fromLetters(turned: string, alphabet: readonly string[]): string | undefined {
  let word = '';
  let capital = false;
  for (const letter of turned) {
    const at = alphabet.indexOf(letter);
    if (at < 0 || (at === CAPITAL && capital)) return undefined;
    if (at === CAPITAL) {
      capital = true;
      continue;
    }
    const small = String.fromCharCode(A + at);
    word += capital ? small.toUpperCase() : small;
    capital = false;
  }
  return capital || word === '' ? undefined : word;
}
