import type { Json } from '../../schemas/json.ts';

/** Deepest nesting that is let in: far above any corpus, far below what overflows the stack when written again. */
const deepest = 100;

/** For values that JSON.parse gave. */
export function isJsonObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if objects and lists nest deeper than any reader of ours should have to follow. */
export function nestsTooDeeply(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= deepest) return true;
  return Object.values(value).some((inner) => nestsTooDeeply(inner, depth + 1));
}
