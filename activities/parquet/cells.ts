import type { DuckDBVector } from '@duckdb/node-api';
import { DuckDBBlobVector, DuckDBListVector } from '@duckdb/node-api';
import type { Column } from '../../schemas/table/column.ts';
import { identifier } from './sql.ts';

/** The value at `index` of one column's vector. */
export type Cell = (vector: DuckDBVector, index: number) => unknown;

/**
 * What to select for a column of the FROM item called `source`. Text comes as bytes: DuckDB's own decoder takes a byte order mark at the start of a
 * string away.
 */
export function selected(column: Column): string {
  const name = identifier(column.name);
  const value = `source.${name}`;
  if (column.type === 'VARCHAR') return `encode(${value}) AS ${name}`;
  if (column.type === 'VARCHAR[]') return `list_transform(${value}, lambda text: encode(text)) AS ${name}`;
  return `CAST(${value} AS ${column.type}) AS ${name}`;
}

/** Reads what `selected` selects. Integers come as numbers; one that a number cannot hold exactly is an error. */
export function cellOf(column: Column): Cell {
  const scalar = scalarOf(column.type.replace('[]', ''));
  if (column.json) return jsonOf(scalar);
  return column.type.endsWith('[]') ? listOf(scalar) : scalar;
}

function scalarOf(type: string): Cell {
  if (type === 'VARCHAR') return text;
  return type === 'BIGINT' ? integer : (vector, index) => vector.getItem(index);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function text(vector: DuckDBVector, index: number): string | null {
  if (!(vector instanceof DuckDBBlobVector)) throw new TypeError(`text came as ${String(vector.type)}`);
  const bytes = vector.getItemBytes(index);
  return bytes === null ? null : decoder.decode(bytes);
}

function integer(vector: DuckDBVector, index: number): number | null {
  const value = vector.getItem(index);
  if (value === null) return null;
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError(`${String(value)} is beyond the integers that can be exact`);
  return number;
}

function listOf(scalar: Cell): Cell {
  return (vector, index) => {
    if (!(vector instanceof DuckDBListVector)) throw new TypeError(`a list came as ${String(vector.type)}`);
    const items = vector.getItemVector(index);
    return items === null ? null : Array.from({ length: items.itemCount }, (_, at) => scalar(items, at));
  };
}

function jsonOf(scalar: Cell): Cell {
  return (vector, index) => {
    const value = scalar(vector, index);
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : null;
    return parsed;
  };
}
