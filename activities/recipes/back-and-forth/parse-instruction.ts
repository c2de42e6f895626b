import { unusable, type Unusable } from '../../engine/rows/outcome.ts';
import { isRefusal } from '../../engine/rows/refusal.ts';

/** A label or an opening that models put before what they were asked for. */
const label = /^(?:\*\*|#+\s*)?(?:instruction|question|prompt|user|query)\s*:\s*(?:\*\*)?\s*/i;
const chatter = /^(?:sure|certainly|of course|absolutely|okay|ok)\b[^\n]{0,120}?[:!.]\s*\n+/i;
const announcement =
  /^(?:here(?:'s| is| are)|the most likely|a (?:likely|possible|suitable))\b[^\n]{0,160}?:\s*/i;

/** The instruction in a backward model's answer, without labels, chatter and quotes around the whole. */
export function parseInstruction(answer: string, maxCharacters: number): string | Unusable {
  let text = answer.trim();
  if (text === '') return unusable('empty answer');
  if (isRefusal(text)) return unusable('refusal');
  for (const opening of [chatter, announcement, label]) text = text.replace(opening, '').trim();
  text = withoutQuotes(text);
  if (text === '') return unusable('empty answer');
  if (text.length > maxCharacters) return unusable('instruction too long');
  return text;
}

function withoutQuotes(text: string): string {
  const pairs: Record<string, string> = { '"': '"', '“': '”', '«': '»', "'": "'" };
  const first = text[0] ?? '';
  const inner = text.slice(1, -1);
  const closing = pairs[first];
  const whole = closing !== undefined && text.length >= 2 && text.endsWith(closing);
  return whole && !inner.includes(first) && !inner.includes(closing) ? inner.trim() : text;
}
