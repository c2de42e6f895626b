import { languageOf } from './language.ts';
import type { Language } from './language.ts';

const ENGLISH: Language = { tag: 'en', script: 'Latn' };

/** A language by the letters that a text begins with, of those that its script is best known for. */
const BY_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hira}\p{Script=Kana}]/u, 'ja'],
  [/\p{Script=Telu}/u, 'te'],
  [/\p{Script=Deva}/u, 'hi'],
  [/\p{Script=Arab}/u, 'ar'],
  [/\p{Script=Hang}/u, 'ko'],
  [/\p{Script=Hani}/u, 'zh'],
  [/\p{Script=Cyrl}/u, 'ru'],
  [/\p{Script=Grek}/u, 'el'],
  [/\p{Script=Hebr}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Taml}/u, 'ta'],
  [/\p{Script=Beng}/u, 'bn'],
  [/[ñ¿¡]/u, 'es'],
];

/** The language that a text says it is in, where it carries the stand-in's mark; else a guess by its letters. */
export function detectLanguage(text: string): Language {
  const marked = /^⟦[A-Za-z-]+→([A-Za-z-]+)⟧ /.exec(text)?.[1];
  const start = text.slice(0, 400);
  const code = marked ?? BY_SCRIPT.find(([letters]) => letters.test(start))?.[1];
  return (code === undefined ? undefined : languageOf(code)) ?? ENGLISH;
}
