import { z } from 'zod';
import type { RowOf, RowShape } from '../../schemas/table/column.ts';

/** A row as it is read: text, numbers, booleans, arrays, parsed JSON and nulls, by column. */
export type Row = Record<string, unknown>;

/** A row that a shape describes, for the compiler. Throws with the row's id and what is wrong with it. */
export function rowsOf<Shape extends RowShape>(shape: Shape, rows: readonly Row[]): RowOf<Shape>[] {
  const schema = z.object(shape);
  const fits = (row: Row): row is RowOf<Shape> => {
    const result = schema.safeParse(row);
    if (!result.success)
      throw new TypeError(
        `${'id' in row ? `row ${String(row['id'])}` : 'a row'} is not of the expected shape: ${z.prettifyError(result.error)}`,
      );
    return true;
  };
  return rows.filter(fits);
}
