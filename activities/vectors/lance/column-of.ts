import type { RecordBatch, Table } from 'apache-arrow';

/** A column of what Lance answers, value by value. Throws TypeError where there is none of that name. */
export function columnOf(rows: RecordBatch | Table, name: string): (at: number) => unknown {
  const column = rows.getChild(name);
  if (column === null) throw new TypeError(`Lance answers without the column ${name}`);
  return (at) => {
    const value: unknown = column.get(at);
    return value;
  };
}
