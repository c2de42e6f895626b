import { createHash } from 'node:crypto';
import type { Json } from '../../schemas/json.ts';
import { canonical } from '../digest.ts';
import { valueAt } from './value-at.ts';

/** White space that is not one plain space already: a match per word would take most of an import's time. */
const wideSpace = /[^\S ]\s*| \s+/gu;

/**
 * Our id of a document: the same for texts that differ in Unicode composition (NFC), line ends, trailing spaces or
 * the width of white space only, so that exact duplicates meet at import whatever file they came from.
 */
export function contentId(text: string): string {
  return hashed(text.normalize('NFC').replace(wideSpace, ' ').trim());
}

/**
 * Our id of a row: a hash of its fields, or of its value in `column`. Hashed in both cases, since shards are formed
 * by the id's first bits. Undefined where the row has no value in `column`.
 */
export function rowId(fields: Readonly<Record<string, Json>>, column?: string): string | undefined {
  if (column === undefined) return hashed(canonical(fields));
  const value = valueAt(fields, column);
  if (value === undefined || value === null || value === '') return undefined;
  return hashed(typeof value === 'string' ? value : canonical(value));
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
