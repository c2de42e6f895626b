import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, RowOf, RowShape } from '../../schemas/table/column.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { cellOf, selected } from './cells.ts';
import { messageOf } from './query-failed.ts';
import { onRowDatabase } from './row-database.ts';
import type { Row } from './row.ts';
import { rowsOf } from './row.ts';
import { parquetFiles } from './sql.ts';
import { TableUnreadable } from './table-unreadable.ts';

/** Rows of one shard in the file's order, with the given columns. Throws `TableUnreadable`. */
export async function readRows(path: string, columns: readonly Column[]): Promise<Row[]> {
  try {
    return await onRowDatabase((connection) =>
      queryRows(connection, `FROM ${parquetFiles([path])}`, columns),
    );
  } catch (error) {
    throw new TableUnreadable(path, messageOf(error), { cause: error });
  }
}

/** As `readRows`, typed by a shape and checked against it. */
export async function readTyped<Shape extends RowShape>(path: string, shape: Shape): Promise<RowOf<Shape>[]> {
  return rowsOf(shape, await readRows(path, columnsOf(shape)));
}

/** All rows of any query that has the given columns. */
export async function queryRows(
  connection: DuckDBConnection,
  query: string,
  columns: readonly Column[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of streamRows(connection, query, columns)) for (const row of chunk) rows.push(row);
  return rows;
}

/** As `queryRows`, typed by a shape and checked against it. */
export async function queryTyped<Shape extends RowShape>(
  connection: DuckDBConnection,
  query: string,
  shape: Shape,
): Promise<RowOf<Shape>[]> {
  return rowsOf(shape, await queryRows(connection, query, columnsOf(shape)));
}

/** As `queryRows`, a DuckDB chunk (2,048 rows) at a time. */
export async function* streamRows(
  connection: DuckDBConnection,
  query: string,
  columns: readonly Column[],
): AsyncGenerator<Row[], undefined> {
  const cells = columns.map((column) => ({ name: column.name, cell: cellOf(column) }));
  const result = await connection.stream(
    `SELECT ${columns.map(selected).join(', ')} FROM (${query}) AS source`,
  );
  for await (const chunk of result) {
    const rows: Row[] = [];
    const vectors = cells.map(({ name, cell }, at) => ({ name, cell, vector: chunk.getColumnVector(at) }));
    for (let index = 0; index < chunk.rowCount; index += 1) {
      const row: Row = {};
      for (const { name, cell, vector } of vectors) row[name] = cell(vector, index);
      rows.push(row);
    }
    yield rows;
  }
  return undefined;
}

/** Rows of a view or table of the connection. */
export async function countRows(connection: DuckDBConnection, from: string): Promise<number> {
  const result = await connection.run(`SELECT count(*) FROM ${from}`);
  const [[count] = []] = await result.getRows();
  return Number(count ?? 0);
}
