import type { Json } from '../../schemas/json.ts';
import { own } from '../../schemas/own.ts';
import { isJsonObject } from './json-object.ts';

/** Value at a path such as `metadata.bucket`; a field whose own name has dots wins. Undefined where there is none. */
export function valueAt(record: Readonly<Record<string, Json>>, path: string): Json | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const name = path.slice(0, dot);
  const inner = own(record, name);
  return isJsonObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
}
