import { z } from 'zod';
import { languageOf, LanguageUnknown } from '../../inference/languages.ts';

/** A FLORES-200 code such as `tel_Telu`. */
export const LanguageCodeSchema = z.string().superRefine((code, context) => {
  try {
    languageOf(code);
  } catch (error) {
    if (!(error instanceof LanguageUnknown)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

export const english = 'eng_Latn';

/** Scripts that put no space between words; Burmese has one between phrases. */
const unspaced = new Set(['Jpan', 'Hans', 'Hant', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt']);

/** Whether a language's words stand apart, so that they can be counted without a dictionary. */
export function writesSpaces(code: string): boolean {
  return !unspaced.has(languageOf(code).script);
}
