import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from './refusal.ts';

/** A plain answer as a response: trimmed, and neither empty, cut nor a refusal. */
export function parseResponse(answer: string, finish: string | null): string | Unusable {
  const text = answer.trim();
  if (text === '') return unusable('empty answer');
  if (isRefusal(text)) return unusable('refusal');
  return finish === 'length' ? unusable('answer cut') : text;
}
