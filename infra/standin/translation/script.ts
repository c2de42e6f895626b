/** The Unicode scripts that a written language uses, where its ISO 15924 code is not one. */
const MADE_OF: Record<string, readonly string[]> = {
  Jpan: ['Hira', 'Kana', 'Hani'],
  Kore: ['Hang', 'Hani'],
  Hans: ['Hani'],
  Hant: ['Hani'],
};

/** Where the letters begin that a reader of the script would expect; elsewhere it is the script's first. */
const FIRST_LETTER: Record<string, number> = { Jpan: 0x3042, Kore: 0xac00, Hans: 0x4e00, Hant: 0x4e00 };

/** Characters that are written without spaces between words: a few of them pass for a word. */
const UNSPACED: Record<string, RegExp> = {
  Jpan: /\p{Script=Hani}{1,2}\p{Script=Hira}{0,2}|\p{Script=Hira}{1,4}|[\p{Script=Kana}ー]+|[^]/gu,
  Hans: /[^]{1,2}/gu,
  Hant: /[^]{1,2}/gu,
  Thai: /[^]{1,5}/gu,
  Laoo: /[^]{1,5}/gu,
  Khmr: /[^]{1,5}/gu,
  Mymr: /[^]{1,5}/gu,
  Tibt: /[^]{1,5}/gu,
};

/** What is needed of a script to spell its words in Latin letters and the other way. */
export interface Script {
  /** Inside of a character class: its letters and combining signs, no digits. */
  letters: string;
  /** First of the 96 code points that are spelt with one syllable. */
  window: number;
  /** 27 letters: for a to z, and a sign that makes the next one a capital. Undefined where there are fewer. */
  alphabet: readonly string[] | undefined;
  /** Cuts a run of letters into what passes for words. */
  cut(run: string): string[];
}

const kept = new Map<string, Script | undefined>();

/** Undefined for Latin and for scripts that the engine's Unicode does not know. */
export function scriptOf(code: string): Script | undefined {
  if (!kept.has(code)) kept.set(code, code === 'Latn' ? undefined : read(code));
  return kept.get(code);
}

function read(code: string): Script | undefined {
  const scripts = MADE_OF[code] ?? [code];
  let letter: RegExp;
  const letters = scripts.map((script) => `[\\p{Script=${script}}&&[\\p{L}\\p{M}]]`).join('');
  try {
    letter = new RegExp(`^[${letters}]$`, 'v');
  } catch {
    return undefined;
  }
  const first = find(letter, 0x80);
  if (first === undefined) return undefined;
  const from = FIRST_LETTER[code] ?? first;
  const pattern = UNSPACED[code];
  return {
    letters,
    window: (FIRST_LETTER[code] ?? first) & ~15,
    alphabet: alphabetFrom(from, letter),
    cut: (run) => (pattern ? (run.match(pattern) ?? []) : [run]),
  };
}

function find(letter: RegExp, from: number): number | undefined {
  for (let point = from; point < 0x1ffff; point++) if (letter.test(String.fromCodePoint(point))) return point;
  return undefined;
}

/** Plain letters that no normalisation changes or joins. */
function alphabetFrom(from: number, letter: RegExp): string[] | undefined {
  const found: string[] = [];
  for (let point = from; point < from + 4096 && found.length < 27; point++) {
    const character = String.fromCodePoint(point);
    const isPlain = /^[\p{Ll}\p{Lo}]$/u.test(character) && character.normalize('NFKC') === character;
    if (isPlain && letter.test(character)) found.push(character);
  }
  return found.length === 27 ? found : undefined;
}
