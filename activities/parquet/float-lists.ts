import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBListVector } from '@duckdb/node-api';
import type { Column } from '../../schemas/table/column.ts';
import { cellOf, selected } from './cells.ts';

/** Rows with a list of numbers each, all of them in one array, those of one row after those of another. */
export interface FloatLists {
  readonly ids: readonly string[];
  /** How many of the numbers each row has. */
  readonly lengths: Uint32Array;
  readonly numbers: Float32Array;
}

const id: Column = { name: 'id', type: 'VARCHAR', nullable: false, json: false };

/**
 * The rows of a query with the columns `id` and `numbers`, a DuckDB chunk (2,048 rows) at a time. Numbers go into a typed array
 * at once: as lists of rows they would take ten times its memory.
 */
export async function* streamFloatLists(
  connection: DuckDBConnection,
  query: string,
): AsyncGenerator<FloatLists, undefined> {
  const cell = cellOf(id);
  const result = await connection.stream(
    `SELECT ${selected(id)}, CAST(source.numbers AS FLOAT[]) FROM (${query}) AS source`,
  );
  for await (const chunk of result) {
    if (chunk.rowCount === 0) continue;
    const texts = chunk.getColumnVector(0);
    const lists = chunk.getColumnVector(1);
    if (!(lists instanceof DuckDBListVector)) throw new TypeError(`numbers came as ${String(lists.type)}`);
    const ids = Array.from({ length: chunk.rowCount }, (_, at) => String(cell(texts, at)));
    yield { ids, ...floatsOf(lists, chunk.rowCount) };
  }
  return undefined;
}

/** The numbers of a chunk's lists. */
export function floatsOf(lists: DuckDBListVector, count: number): Pick<FloatLists, 'lengths' | 'numbers'> {
  const lengths = Uint32Array.from({ length: count }, (_, row) => lists.getEntryLength(row));
  const numbers = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  const all = lists.childVector;
  for (let row = 0, to = 0; row < count; row += 1) {
    const from = lists.getEntryOffset(row);
    for (let at = from; at < from + (lengths[row] ?? 0); at += 1, to += 1)
      numbers[to] = Number(all.getItem(at));
  }
  return { lengths, numbers };
}
