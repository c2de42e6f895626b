/** Each letter changes places with another of its kind, so that words stay pronounceable: done twice, nothing. */
const PAIRS = ['ao', 'ei', 'bp', 'ck', 'dt', 'fv', 'gj', 'lr', 'mn', 'sz', 'hw', 'qx'];

const SWAPPED = new Map<string, string>();
for (const [one = '', other = ''] of PAIRS) {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    SWAPPED.set(from, to);
    SWAPPED.set(from.toUpperCase(), to.toUpperCase());
  }
}

export function swapWord(word: string): string {
  let swapped = '';
  for (const letter of word) swapped += SWAPPED.get(letter) ?? letter;
  return swapped;
}
