import { languageTable } from './language-table.ts';

export type LanguageApi = 'deepl' | 'libretranslate';

/** What DeepL translates, by BCP-47, as its own client (deepl-node 1.28) lists it. */
const deepl = new Set(
  (
    'ace af ar as ay az ba be bg bho bn bs ca ceb ckb cs cy da de el en eo es et eu fa fa-AF fi fr ga gl gn gu ha he hi ' +
    'hr ht hu hy id ig is it ja jv ka kk ko ku ky lb lmo ln lt lv mai mg mi mk ml mn mr ms mt my nb ne nl oc om pa pag ' +
    'pl ps pt qu ro ru sa scn sk sl sq sr st su sv sw ta te tg th tk tl tn tr ts tt uk ur uz vi wo xh yi yue zh zu'
  ).split(' '),
);
/** Its own codes where they are not ours. */
const deeplCodes: Readonly<Record<string, string>> = { 'fa-AF': 'PRS', ku: 'KMR' };
/** It wants a variant of some as a target. */
const deeplTargets: Readonly<Record<string, string>> = {
  en: 'EN-US',
  pt: 'PT-PT',
  zh: 'ZH-HANS',
  'zh-Hant': 'ZH-HANT',
};

/** What LibreTranslate's packages translate, by BCP-47. */
const libretranslate = new Set(
  (
    'ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb nl pl pt ro ru sk sl ' +
    'sq sr sv th tl tr uk ur uz vi zh'
  ).split(' '),
);
const libretranslateCodes: Readonly<Record<string, string>> = { 'zh-Hant': 'zh-Hant', zh: 'zh-Hans' };

/** A language as the recipes know it. */
export interface Language {
  /** FLORES-200: ISO 639-3 and ISO 15924, such as `tel_Telu`. */
  readonly code: string;
  /** In English, with its script where the language is written in several. */
  readonly name: string;
  /** ISO 15924. */
  readonly script: string;
  /** BCP-47, as short as it is unambiguous, for Intl: `te`, `zh-Hant`. */
  readonly tag: string;
}

/** A way that texts are to be translated, in FLORES-200 codes. */
export interface TranslationWay {
  readonly from: string;
  readonly to: string;
}

/** A code that is not in FLORES-200, or that a translator does not serve. */
export class LanguageUnknown extends Error {
  override name = 'LanguageUnknown';
}

const languages: ReadonlyMap<string, Language> = new Map(
  languageTable.map(([code, tag, name]) => [code, { code, tag, name, script: code.slice(-4) }]),
);

/** All codes of FLORES-200. */
export const languageCodes: readonly string[] = [...languages.keys()];

/** The language of a FLORES-200 code. Throws LanguageUnknown with the codes that are like it. */
export function languageOf(code: string): Language {
  const language = languages.get(code);
  if (language !== undefined) return language;
  const like = languageCodes.filter((known) => known.slice(0, 2) === code.slice(0, 2).toLowerCase());
  throw new LanguageUnknown(
    `"${code}" is no language code of FLORES-200, which look like tel_Telu` +
      (like.length === 0 ? '' : `; did you mean ${like.slice(0, 5).join(', ')}?`),
  );
}

/** A language's code for a translator's API. Throws LanguageUnknown where it does not translate it. */
export function codeFor(api: LanguageApi, code: string, end: 'source' | 'target'): string {
  const found = apiCode(api, languageOf(code), end);
  if (found !== undefined) return found;
  throw new LanguageUnknown(
    `${api} does not translate ${languageOf(code).name} (${code}); use another translator for this language`,
  );
}

/** Those of the codes that a translator's API does not serve. */
export function unsupported(api: LanguageApi, wanted: readonly string[]): string[] {
  return wanted.filter((code) => apiCode(api, languageOf(code), 'source') === undefined);
}

/** True of a translator whose languages have codes of its own; others take ours. */
export function hasOwnCodes(api: string): api is LanguageApi {
  return Object.hasOwn(codesOf, api);
}

type CodeOf = (tag: string, base: string, end: 'source' | 'target') => string | undefined;

const codesOf: Readonly<Record<LanguageApi, CodeOf>> = {
  deepl(tag, base, end) {
    if (!deepl.has(base)) return undefined;
    const code = deeplCodes[base] ?? base.toUpperCase();
    return end === 'target' ? (deeplTargets[tag] ?? code) : code;
  },
  libretranslate: (tag, base) => (libretranslate.has(base) ? (libretranslateCodes[tag] ?? tag) : undefined),
};

function apiCode(api: LanguageApi, { tag }: Language, end: 'source' | 'target'): string | undefined {
  return codesOf[api](tag, tag.replace(/-Hant$/, ''), end);
}
