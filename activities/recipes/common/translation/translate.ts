import { languageOf } from '../../../../schemas/inference/languages.ts';
import { isService } from '../../../../schemas/inference/role.ts';
import { Rejection, RowRejected, unusable, type Unusable } from '../../../engine/rows/outcome.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';
import { readTagged } from '../tagged.ts';
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

type Translator = Pick<RowContext, 'call' | 'ask' | 'roleOf'>;

/**
 * Translates by the stage's role, whichever kind it is: a service, or a chat model with the prompt `translate`. Long
 * texts go in pieces that end at sentences, and are joined with the very white space that was around them. Throws
 * RowRejected where a piece comes back empty: the translation would lack it.
 */
export async function translateText(context: Translator, translation: Translation): Promise<string> {
  const { text, from, maxCharacters = 2000 } = translation;
  const translated = pieces(text, languageOf(from).tag, maxCharacters).map(
    async ({ before, piece, after }) => before + (await translatePiece(context, piece, translation)) + after,
  );
  return (await Promise.all(translated)).join('');
}

async function translatePiece(
  { roleOf, call, ask }: Translator,
  piece: string,
  { from, to, attempts = 3 }: Translation,
): Promise<string> {
  // Nothing to translate: numbers, signs and emoji are the same in every language.
  if (!/\p{L}/u.test(piece)) return piece;
  const role = roleOf();
  if (role !== undefined && isService(role)) {
    const answer = await call({ kind: 'translate', text: piece, from, to });
    const translated = answer.text.trim();
    if (translated === '') throw new RowRejected(new Rejection('empty translation', null, piece));
    return translated;
  }
  const slots = {
    text: piece,
    source_language: languageOf(from).name,
    target_language: languageOf(to).name,
  };
  return ask({ prompt: 'translate', slots, parse: (answer) => parseTranslation(answer, piece), attempts });
}

/** A chat model's translation of `source`, between the [TRANSLATION] tags that it must set (`readTagged`). */
export function parseTranslation(answer: string, source = ''): string | Unusable {
  const text = readTagged(answer, 'TRANSLATION', { source, finish: null });
  return text === '' ? unusable('empty translation') : text;
}
