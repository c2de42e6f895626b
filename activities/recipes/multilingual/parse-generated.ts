import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { charactersIn } from '../common/sentences.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';
import { readTagged } from '../common/tagged.ts';

/** The instruction between [INST] and [/INST] (`readTagged`) to the response `source`, which is no refusal. */
export function parseGenerated(
  answer: string,
  maxCharacters: number,
  finish: string | null,
  source = '',
): string | Unusable {
  const text = readTagged(answer, 'INST', { source, finish });
  if (typeof text !== 'string') return text;
  if (text === '') return unusable('empty instruction');
  if (isRefusal(text)) return unusable('refusal');
  return charactersIn(text) > maxCharacters ? unusable('instruction too long') : text;
}
