import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';
import { readTagged } from '../common/tagged.ts';

/** The rewritten response between [RES] and [/RES] (`readTagged`), which is no refusal. */
export function parseRewrite(answer: string, document: string, finish: string | null): string | Unusable {
  const text = readTagged(answer, 'RES', { source: document, finish });
  if (typeof text !== 'string') return text;
  if (text === '') return unusable('empty response');
  return isRefusal(text) ? unusable('refusal') : text;
}
