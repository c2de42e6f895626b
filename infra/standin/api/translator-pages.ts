import { codeFor, languageCodes, unsupported } from '../../../schemas/inference/languages.ts';
import { nameOf } from '../translation/language.ts';
import type { Page } from './page.ts';

/** Offered by name; other codes are taken all the same. */
const OFFERED =
  'ar bg bn cs da de el en es et fi fr he hi hu id it ja ko lt lv ml mr nb ne nl pl pt ro ru sk sl sv sw ta te th tr uk ur vi zh'.split(
    ' ',
  );

/** As LibreTranslate calls them. */
const LIBRE = [
  ...new Set([
    ...OFFERED.filter((code) => code !== 'zh'),
    ...languageCodes
      .filter((code) => unsupported('libretranslate', [code]).length === 0)
      .map((code) => codeFor('libretranslate', code, 'source')),
  ]),
];

/** DeepL wants a variant of these as targets. */
const VARIANTS: Record<string, readonly string[]> = {
  en: ['EN-GB', 'EN-US'],
  pt: ['PT-BR', 'PT-PT'],
  zh: ['ZH', 'ZH-HANS', 'ZH-HANT'],
};

/** A month's worth that nobody uses up: usage is counted nowhere. */
const CHARACTER_LIMIT = 1_000_000_000_000;

export const translatorPages: readonly Page[] = [
  {
    path: '/v2/languages',
    locked: true,
    show: (_settings, _model, query) => {
      const isTarget = query.get('type') === 'target';
      return OFFERED.flatMap((code) => {
        const codes = (isTarget ? VARIANTS[code] : undefined) ?? [code.toUpperCase()];
        return codes.map((language) => ({
          language,
          name: nameOf(language) ?? language,
          ...(isTarget ? { supports_formality: false } : {}),
        }));
      });
    },
  },
  {
    path: '/v2/usage',
    locked: true,
    show: () => ({ character_count: 0, character_limit: CHARACTER_LIMIT }),
  },
  ...['/languages', '/v1/languages'].map((path) => ({
    path,
    locked: false,
    show: () => LIBRE.map((code) => ({ code, name: nameOf(code) ?? code, targets: LIBRE })),
  })),
];
