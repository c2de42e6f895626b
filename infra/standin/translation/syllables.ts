const CONSONANTS = 'bdfghjklmnprstvwzcyqx';
const VOWELS = 'aeiou';
const BASE = CONSONANTS.length * VOWELS.length;
/** Code points from a script's window that take one syllable; the syllables above open three. */
const SINGLE = 96;

/** Consonant and vowel by number, the usual ones first. */
const SYLLABLES = Array.from(
  { length: BASE },
  (_, at) => (CONSONANTS[Math.floor(at / VOWELS.length)] ?? '') + (VOWELS[at % VOWELS.length] ?? ''),
);
const NUMBERS = new Map(SYLLABLES.map((syllable, at) => [syllable, at]));

/** Spells a word in syllables; undefined where a code point is beyond reach. */
export function toSyllables(word: string, window: number): string | undefined {
  let spelt = '';
  for (const character of word) {
    const point = character.codePointAt(0) ?? 0;
    const near = point - window;
    if (near >= 0 && near < SINGLE) {
      spelt += SYLLABLES[near] ?? '';
      continue;
    }
    const lead = SINGLE + Math.floor(point / BASE ** 2);
    if (lead >= BASE) return undefined;
    spelt += `${SYLLABLES[lead]}${SYLLABLES[Math.floor(point / BASE) % BASE]}${SYLLABLES[point % BASE]}`;
  }
  return spelt;
}

/** The word that was spelt; undefined where it is no spelling. */
export function fromSyllables(spelt: string, window: number): string | undefined {
  let word = '';
  for (let at = 0; at < spelt.length; at += 2) {
    const number = NUMBERS.get(spelt.slice(at, at + 2));
    if (number === undefined) return undefined;
    if (number < SINGLE) {
      word += String.fromCodePoint(window + number);
      continue;
    }
    const [middle, low] = [
      NUMBERS.get(spelt.slice(at + 2, at + 4)),
      NUMBERS.get(spelt.slice(at + 4, at + 6)),
    ];
    if (middle === undefined || low === undefined) return undefined;
    word += String.fromCodePoint(((number - SINGLE) * BASE + middle) * BASE + low);
    at += 4;
  }
  return word === '' ? undefined : word;
}
