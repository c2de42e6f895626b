import type { DuckDBDataChunk } from '@duckdb/node-api';
import { DuckDBListVector } from '@duckdb/node-api';
import { z } from 'zod';
import { columnsOf, type RowOf } from '../../../../schemas/table/column.ts';
import { cellOf, selected } from '../../../parquet/cells.ts';
import { floatsOf } from '../../../parquet/float-lists.ts';
import { messageOf } from '../../../parquet/query-failed.ts';
import { rowsOf, type Row } from '../../../parquet/row.ts';
import { onRowDatabase } from '../../../parquet/row-database.ts';
import { parquetFiles } from '../../../parquet/sql.ts';
import { TableUnreadable } from '../../../parquet/table-unreadable.ts';
import { BankUnusable } from './bank-unusable.ts';
import { checkLength } from './check-length.ts';

const shape = {
  template_id: z.string(),
  template: z.string(),
  complexity: z.int(),
  query: z.string(),
  query_source: z.string(),
};
const columns = columnsOf(shape);
const cells = columns.map((column) => ({ name: column.name, cell: cellOf(column) }));
const select = [...columns.map(selected), 'CAST(source.embedding AS FLOAT[])'].join(', ');

/** Templates with their vectors, one after the other. */
export interface Templates {
  readonly rows: readonly RowOf<typeof shape>[];
  readonly dimensions: number;
  readonly vectors: Float32Array;
}

/**
 * The templates of one Parquet file, some hundred at a time. Vectors go into typed arrays at once: as rows of numbers
 * they would take ten times their memory. Throws TableUnreadable; BankUnusable for vectors of several lengths.
 */
export async function readTemplates(path: string): Promise<Templates[]> {
  try {
    return await onRowDatabase(async (connection) => {
      const read: Templates[] = [];
      const result = await connection.stream(`SELECT ${select} FROM ${parquetFiles([path])} AS source`);
      for await (const chunk of result) if (chunk.rowCount > 0) read.push(templatesOf(chunk));
      return read;
    });
  } catch (error) {
    if (error instanceof BankUnusable) throw error;
    throw new TableUnreadable(path, messageOf(error), { cause: error });
  }
}

function templatesOf(chunk: DuckDBDataChunk): Templates {
  const rows: Row[] = [];
  const parts = cells.map(({ name, cell }, at) => ({ name, cell, vector: chunk.getColumnVector(at) }));
  for (let index = 0; index < chunk.rowCount; index += 1) {
    const row: Row = {};
    for (const { name, cell, vector } of parts) row[name] = cell(vector, index);
    rows.push(row);
  }
  const lists = chunk.getColumnVector(cells.length);
  if (!(lists instanceof DuckDBListVector)) throw new TypeError(`embeddings came as ${String(lists.type)}`);
  return { rows: rowsOf(shape, rows), ...vectorsOf(lists, chunk.rowCount) };
}

function vectorsOf(lists: DuckDBListVector, count: number): Pick<Templates, 'dimensions' | 'vectors'> {
  const { lengths, numbers } = floatsOf(lists, count);
  const [dimensions = 0] = lengths;
  for (const length of lengths) checkLength('templates', length, dimensions);
  return { dimensions, vectors: numbers };
}
