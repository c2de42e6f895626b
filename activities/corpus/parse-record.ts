import { isUtf8 } from 'node:buffer';
import type { Json } from '../../schemas/json.ts';
import { parseJson } from './exact-json.ts';
import { isJsonObject, nestsTooDeeply } from './json-object.ts';
import { excerpt, type LineReject } from './line.ts';

/** The record that one line of JSON holds, its numbers to the digit, or why it holds none. */
export function parseRecord(bytes: Buffer): { record: Record<string, Json> } | { reject: LineReject } {
  // Node's decoder would put U+FFFD in place of what it cannot read: text altered without a word.
  if (!isUtf8(bytes)) return { reject: { reason: 'invalid UTF-8', detail: null, raw: excerpt(bytes) } };
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const detail = error instanceof Error ? excerpt(error.message) : null;
    return { reject: { reason: 'malformed JSON', detail, raw: excerpt(text) } };
  }
  if (!isJsonObject(value)) {
    return { reject: { reason: 'not an object', detail: kindOf(value), raw: excerpt(text) } };
  }
  if (nestsTooDeeply(value)) {
    return { reject: { reason: 'nested too deeply', detail: null, raw: excerpt(text) } };
  }
  return { record: value };
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
