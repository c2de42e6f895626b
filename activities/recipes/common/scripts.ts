/** ISO 15924 codes that stand for several scripts of Unicode. */
const combined: Readonly<Record<string, readonly string[]>> = {
  Jpan: ['Hira', 'Kana', 'Hani'],
  Hans: ['Hani', 'Bopo'],
  Hant: ['Hani', 'Bopo'],
  Hang: ['Hang', 'Hani'],
};

const patterns = new Map<string, RegExp>();

/** Letters and marks of a script, those that it shares with others among them. */
function lettersOf(script: string): RegExp {
  const known = patterns.get(script);
  if (known !== undefined) return known;
  const names = combined[script] ?? [script];
  const made = new RegExp(`[${names.map((name) => `\\p{Script_Extensions=${name}}`).join('')}]`, 'gu');
  patterns.set(script, made);
  return made;
}

/** Share of a text's letters that belong to a script (ISO 15924); 0 for a text without letters. */
export function scriptShare(text: string, script: string): number {
  const letters = text.match(/\p{L}/gu)?.join('') ?? '';
  const all = letters.match(/./gsu)?.length ?? 0;
  return all === 0 ? 0 : (letters.match(lettersOf(script))?.length ?? 0) / all;
}

const own = new Map<string, RegExp>();

/** What a language writes its words with: letters, marks and signs that lengthen or repeat them; no punctuation, no digits. */
function wordCharacters(script: string): RegExp {
  const known = own.get(script);
  if (known !== undefined) return known;
  const scripts = (combined[script] ?? [script]).map((name) => `\\p{Script_Extensions=${name}}`).join('');
  const made = new RegExp(`[[${scripts}]&&[\\p{L}\\p{M}\\p{Nl}\\p{Sk}]]`, 'gv');
  own.set(script, made);
  return made;
}

/**
 * Share of a text's characters (code points, white space left out) that are a script's own (ISO 15924): its letters, their
 * marks, and signs such as the Japanese ー and 々, by Unicode's Script_Extensions. 0 for a text of white space.
 */
export function characterShare(text: string, script: string): number {
  const all = text.match(/\S/gu)?.length ?? 0;
  return all === 0 ? 0 : (text.match(wordCharacters(script))?.length ?? 0) / all;
}
