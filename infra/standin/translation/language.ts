import { languageTable } from '../../../schemas/inference/language-table.ts';

/** A language and the script it is written in. */
export interface Language {
  /** BCP-47, as short as it is unambiguous: `te`, `zh-Hant`. */
  tag: string;
  /** ISO 15924. */
  script: string;
}

const known = new Map<string, Language | undefined>();

/**
 * Reads a code of any of the protocols: FLORES-200 (`tel_Telu`), DeepL (`EN-US`), BCP-47, or an English name
 * (`Telugu`, `Chinese (Traditional)`) as prompts have it. Undefined where it is none.
 */
export function languageOf(code: string): Language | undefined {
  if (!known.has(code)) known.set(code, byCode(code) ?? byName(code));
  return known.get(code);
}

function byCode(code: string): Language | undefined {
  if (!/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*$/.test(code)) return undefined;
  try {
    const { language, script } = new Intl.Locale(code.replaceAll('_', '-')).maximize();
    // Of two letters, what has no name is no language; of three, Intl names only the larger ones.
    if (language === '' || (language.length === 2 && nameOf(language) === undefined)) return undefined;
    const usual = new Intl.Locale(language).maximize().script;
    // FLORES names the letters alone (Hang), Unicode the whole writing (Kore: with Chinese signs among them).
    const shown = script === 'Hang' ? 'Kore' : (script ?? 'Latn');
    return { tag: shown === usual || usual === undefined ? language : `${language}-${shown}`, script: shown };
  } catch {
    return undefined;
  }
}

/** The name of a language as our prompts have it, or the longest one within what is given. */
function byName(name: string): Language | undefined {
  const lower = name.toLowerCase();
  let best: { code: string; length: number } | undefined;
  for (const [code, , known] of languageTable)
    if (lower.includes(known.toLowerCase()) && known.length > (best?.length ?? 0))
      best = { code, length: known.length };
  return best && byCode(best.code);
}

const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** The English name of a language; undefined where Intl knows none. */
export function nameOf(tag: string): string | undefined {
  return english.of(tag);
}
