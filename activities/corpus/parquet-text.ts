import {
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTypeId,
  type DuckDBType,
} from '@duckdb/node-api';
import { identifier, literal } from '../parquet/sql.ts';

export interface Column {
  readonly name: string;
  readonly type: DuckDBType;
}

/**
 * SQL for each column of a file that holds texts, by its name, from a copy of the file in which they are bytes. It fails
 * where the bytes are not UTF-8.
 */
export function decodedFrom(bytes: readonly Column[], texts: readonly Column[]): Map<string, string> {
  const decoded = new Map<string, string>();
  for (const [at, { name, type }] of texts.entries()) {
    const copied = bytes[at];
    const sql = copied === undefined ? undefined : decode(identifier(name), copied.type, type, 0);
    if (sql !== undefined) decoded.set(name, sql);
  }
  return decoded;
}

/** `value` with its bytes as text, however deep; undefined where it holds no text. */
function decode(value: string, from: DuckDBType, to: DuckDBType, depth: number): string | undefined {
  if (from.typeId === DuckDBTypeId.BLOB && to.typeId === DuckDBTypeId.VARCHAR)
    return to.alias === 'JSON' ? `decode(${value})::JSON` : `decode(${value})`;
  const each = `each_${String(depth)}`;
  const inner = (part: string, was: DuckDBType | undefined, is: DuckDBType): string | undefined =>
    was === undefined ? undefined : decode(part, was, is, depth + 1);

  if (from instanceof DuckDBListType && to instanceof DuckDBListType) {
    const entry = inner(each, from.valueType, to.valueType);
    return entry && `list_transform(${value}, ${each} -> ${entry})`;
  }
  if (from instanceof DuckDBMapType && to instanceof DuckDBMapType) {
    const key = inner(`${each}.key`, from.keyType, to.keyType);
    const held = inner(`${each}.value`, from.valueType, to.valueType);
    if (key === undefined && held === undefined) return undefined;
    const entry = `{'key': ${key ?? `${each}.key`}, 'value': ${held ?? `${each}.value`}}`;
    return `map_from_entries(list_transform(map_entries(${value}), ${each} -> ${entry}))`;
  }
  if (from instanceof DuckDBStructType && to instanceof DuckDBStructType) {
    const parts = to.entryNames.map((name, at) => ({
      name,
      part: `struct_extract(${value}, ${literal(name)})`,
      at,
    }));
    const decoded = parts.map(({ part, at }) => {
      const type = to.entryTypes[at];
      return type === undefined ? undefined : inner(part, from.entryTypes[at], type);
    });
    if (decoded.every((each) => each === undefined)) return undefined;
    const fields = parts.map(({ name, part, at }) => `${literal(name)}: ${decoded[at] ?? part}`);
    return `CASE WHEN ${value} IS NULL THEN NULL ELSE {${fields.join(', ')}} END`;
  }
  return undefined;
}
