import { excerpt, type LineReject } from './line.ts';

/** Why a text cannot be kept as it is: it would end at a NUL, or lose half a character. Undefined where it can. */
export function unfitText(name: string, text: string): LineReject | undefined {
  if (text.includes('\0')) return { reason: 'contains NUL', detail: name, raw: excerpt(text) };
  if (/\p{Surrogate}/u.test(text))
    return { reason: 'invalid Unicode', detail: `${name}: half of a surrogate pair`, raw: excerpt(text) };
  return undefined;
}

/** An id of the user's as it can be kept: a NUL shows as ␀, half a character as �. */
export function usableId(id: string): string {
  return id.replaceAll('\0', '\u2400').replace(/\p{Surrogate}/gu, '\uFFFD');
}
