import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { charactersIn } from '../common/sentences.ts';
import { isRefusal } from '../common/refusal.ts';

const open = '[INST]';

/** The instruction between [INST] and [/INST]; an end that was forgotten is the answer's. */
export function parseGenerated(
  answer: string,
  maxCharacters: number,
  finish: string | null,
): string | Unusable {
  if (answer.trim() === '') return unusable('empty answer');
  const begin = answer.indexOf(open);
  if (begin === -1) return unusable(isRefusal(answer) ? 'refusal' : 'no [INST] tag');
  const end = answer.lastIndexOf('[/INST]');
  if (end < begin && finish === 'length') return unusable('answer cut');
  const text = answer.slice(begin + open.length, end > begin ? end : undefined).trim();
  if (text === '') return unusable('empty instruction');
  if (isRefusal(text)) return unusable('refusal');
  return charactersIn(text) > maxCharacters ? unusable('instruction too long') : text;
}
