import type { Where } from '../../schemas/table/corpus.ts';
import type { Json } from '../../schemas/json.ts';
import type { LineReject } from './line.ts';
import { valueAt } from './value-at.ts';

/** The reject of a record that a filter holds back, undefined for one that passes them all. */
export function filteredOut(where: Where, record: Readonly<Record<string, Json>>): LineReject | undefined {
  for (const [path, allowed] of Object.entries(where)) {
    const value = valueAt(record, path);
    const list = Array.isArray(allowed) ? allowed : [allowed];
    if (list.some((one) => same(one, value))) continue;
    // No raw text: what filters hold back is meant to go, and is often the larger part of a corpus.
    const detail = value === undefined ? 'no such field' : JSON.stringify(value).slice(0, 200);
    return { reason: `filtered: ${path}`, detail, raw: null };
  }
  return undefined;
}

export function matches(where: Where, record: Readonly<Record<string, Json>>): boolean {
  return filteredOut(where, record) === undefined;
}

function same(allowed: string | number | boolean | null, value: Json | undefined): boolean {
  if (value === undefined || typeof value === 'object') return value === allowed;
  return allowed !== null && String(value) === String(allowed);
}
