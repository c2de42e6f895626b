import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../common/refusal.ts';

const open = '[RES]';
const close = '[/RES]';

/**
 * The rewritten response between [RES] and [/RES]; what stands outside is the model's chatter. A document may hold
 * the tags itself, so that a rewrite that copies them has more than one pair: the first opening and the last closing
 * tag are the model's. Without a closing tag the rest counts, unless the answer was cut; without an opening tag
 * nothing says what the response is.
 */
export function parseRewrite(answer: string, document: string, finish: string | null): string | Unusable {
  if (answer.trim() === '') return unusable('empty answer');
  const begin = answer.indexOf(open);
  if (begin === -1) return unusable(isRefusal(answer) ? 'refusal' : 'no [RES] tag');
  const end = answer.lastIndexOf(close);
  if (end < begin && finish === 'length') return unusable('answer cut');
  let text = (
    end < begin ? answer.slice(begin + open.length) : answer.slice(begin + open.length, end)
  ).trim();
  // An opening tag said twice is chatter, unless the document has it.
  if (!document.includes(open)) text = text.split(open).at(-1) ?? '';
  if (!document.includes(close)) text = text.replaceAll(close, '');
  text = text.trim();
  if (text === '') return unusable('empty response');
  return isRefusal(text) ? unusable('refusal') : text;
}
