import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';

/** A plain answer as a response: trimmed, and neither empty nor a refusal. */
export function parseResponse(answer: string): string | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  return isRefusal(text) ? unusable('refusal') : text;
}
