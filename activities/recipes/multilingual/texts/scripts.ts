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
