import { z } from 'zod';
import { messageOf } from './query-failed.ts';
import { onRowDatabase } from './row-database.ts';
import { literal } from './sql.ts';
import { TableUnreadable } from './table-unreadable.ts';

const RowsSchema = z.array(z.record(z.string(), z.json()));

/** Rows of a Parquet file from the given one on, as JSON: whole numbers beyond JSON's are texts. Throws TableUnreadable. */
export async function pageOfRows(
  path: string,
  from: number,
  limit: number,
): Promise<Record<string, z.core.util.JSONType>[]> {
  // By number, DuckDB leaves out the row groups before it: a later page is no slower than the first.
  const sql =
    `SELECT * EXCLUDE (file_row_number) FROM read_parquet(${literal(path)}, file_row_number = true) ` +
    `WHERE file_row_number >= ${from} AND file_row_number < ${from + limit} ORDER BY file_row_number`;
  try {
    return await onRowDatabase(async (connection) => {
      const read = await connection.runAndReadAll(sql);
      return RowsSchema.parse(read.getRowObjectsJson());
    });
  } catch (error) {
    throw new TableUnreadable(path, messageOf(error), { cause: error });
  }
}
