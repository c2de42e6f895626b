import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BIGINT, BOOLEAN, DOUBLE, FLOAT, LIST, VARCHAR, listValue } from '@duckdb/node-api';
import type { Column } from '../../schemas/table/column.ts';
import { RowUnfit } from './row-unfit.ts';
import type { Row } from './row.ts';

/** A column as it is written: its type, and a row's value of it or `RowUnfit`. */
export interface WrittenColumn {
  readonly type: DuckDBType;
  readonly valueOf: (row: Row) => DuckDBValue;
}

export function writtenColumn(column: Column): WrittenColumn {
  const scalar = scalarOf(column.type.replace('[]', ''));
  const isList = column.type.endsWith('[]');
  const convert = column.json ? json : isList ? listOf(scalar.convert) : scalar.convert;
  return {
    type: isList ? LIST(scalar.type) : scalar.type,
    valueOf: (row) => {
      const value = row[column.name];
      if (column.nullable && (value === null || value === undefined)) return null;
      const converted = convert(value);
      if (converted === undefined) throw new RowUnfit(row['id'], column, value);
      return converted;
    },
  };
}

/** The value for DuckDB, undefined if the type cannot hold it. */
type Convert = (value: unknown) => DuckDBValue | undefined;

interface Scalar {
  readonly type: DuckDBType;
  readonly convert: Convert;
}

function scalarOf(type: string): Scalar {
  switch (type) {
    case 'BOOLEAN':
      return { type: BOOLEAN, convert: (value) => (typeof value === 'boolean' ? value : undefined) };
    case 'BIGINT':
      return { type: BIGINT, convert: integer };
    case 'DOUBLE':
      return { type: DOUBLE, convert: number };
    case 'FLOAT':
      return { type: FLOAT, convert: number };
    default:
      return { type: VARCHAR, convert: (value) => (typeof value === 'string' ? value : undefined) };
  }
}

const number: Convert = (value) => (typeof value === 'number' ? value : undefined);

const integer: Convert = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;

const json: Convert = (value) => JSON.stringify(value);

function listOf(convert: Convert): Convert {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items: DuckDBValue[] = [];
    for (const item of value) {
      const converted = convert(item);
      if (converted === undefined) return undefined;
      items.push(converted);
    }
    return listValue(items);
  };
}
