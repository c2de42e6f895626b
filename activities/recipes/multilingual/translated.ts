import { reject, type Rejection } from '../../engine/rows/outcome.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { translateText, type Translation } from '../common/translation/translate.ts';

/** A text in another language; in its own it is itself, and nothing is asked. A translation without text is a reject. */
export async function translated(
  context: Pick<RowContext, 'call' | 'ask' | 'role'>,
  { text, from, to, ...rest }: Translation,
): Promise<string | Rejection> {
  if (from === to) return text;
  const found = await translateText(context, { text, from, to, ...rest });
  return found.trim() === '' ? reject('empty translation') : found;
}
