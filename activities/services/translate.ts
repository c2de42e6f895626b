import { languageOf } from '../../schemas/languages.ts';
import { isService } from '../../schemas/role.ts';
import { unusable, type Unusable } from '../rows/outcome.ts';
import type { RowContext } from '../rows/row-context.ts';
import { pieces } from './pieces.ts';

export interface Translation {
  readonly text: string;
  /** FLORES-200 codes. */
  readonly from: string;
  readonly to: string;
  /** Longest text of one question, in characters: translators forget the ends of longer ones. @default 2000 */
  readonly maxCharacters?: number;
  /** Tries of a chat model for each piece. @default 3 */
  readonly attempts?: number;
}

/**
 * Translates by the stage's role, whichever kind it is: a service, or a chat model with the prompt `translate`. Long
 * texts go in pieces that end at sentences, and are joined with the spacing that was between them.
 */
export async function translateText(
  context: Pick<RowContext, 'call' | 'ask' | 'role'>,
  { text, from, to, maxCharacters = 2000, attempts = 3 }: Translation,
): Promise<string> {
  const { role, call, ask } = context;
  const translated = pieces(text, languageOf(from).tag, maxCharacters).map(async ({ piece, space }) => {
    // Nothing to translate: numbers, signs and emoji are the same in every language.
    if (!/\p{L}/u.test(piece)) return piece + space;
    if (role !== undefined && isService(role))
      return (await call({ kind: 'translate', text: piece, from, to })).text + space;
    const slots = {
      text: piece,
      source_language: languageOf(from).name,
      target_language: languageOf(to).name,
    };
    const parse = (answer: string, { finish }: { finish: string | null }) => parseTranslation(answer, finish);
    return (await ask({ prompt: 'translate', slots, parse, attempts })) + space;
  });
  return (await Promise.all(translated)).join('');
}

/** A chat model's translation, between [TRANSLATION] tags where it set them. */
export function parseTranslation(answer: string, finish: string | null): string | Unusable {
  if (answer.trim() === '') return unusable('empty answer');
  if (finish === 'length') return unusable('answer cut');
  const open = '[TRANSLATION]';
  const begin = answer.indexOf(open);
  if (begin === -1) return unusable('no [TRANSLATION] tag');
  const end = answer.lastIndexOf('[/TRANSLATION]');
  const text = answer.slice(begin + open.length, end > begin ? end : undefined).trim();
  return text === '' ? unusable('empty translation') : text;
}
