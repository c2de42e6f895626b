import type { Table } from '@lancedb/lancedb';
import { columnOf } from '../../../../vectors/lance/column-of.ts';

/** Lance numbers rows by their file, in the upper bits, and their place in it. */
const fileRows = 2 ** 32;

interface FileColumns {
  ids: Buffer;
  /** One more than it is: 0 is a row that was taken away. */
  complexities: Uint16Array;
}

/**
 * Ids and complexities of a table's rows, 34 bytes each. Held in memory, since every candidate needs them: from the
 * store they would be a read each.
 */
export class RowColumns {
  readonly #files = new Map<number, FileColumns>();
  #width = 0;

  set(row: number, id: string, complexity: number): void {
    if (this.#width === 0) this.#width = Buffer.byteLength(id);
    if (Buffer.byteLength(id) !== this.#width)
      throw new RangeError(`the id "${id}" has not the ${this.#width} bytes of those before it`);
    const at = row % fileRows;
    const file = this.#fileOf(Math.floor(row / fileRows), at + 1);
    file.ids.write(id, at * this.#width);
    file.complexities[at] = Math.min(complexity + 1, 65_535);
  }

  /** Throws RangeError for a row that the table has not. */
  get(row: number): { readonly template: string; readonly complexity: number } {
    const file = this.#files.get(Math.floor(row / fileRows));
    const at = row % fileRows;
    const stored = file?.complexities[at] ?? 0;
    if (file === undefined || stored === 0) throw new RangeError(`the bank's table has no row ${row}`);
    const template = file.ids.toString('utf8', at * this.#width, (at + 1) * this.#width);
    return { template, complexity: stored - 1 };
  }

  #fileOf(file: number, rows: number): FileColumns {
    const known = this.#files.get(file) ?? { ids: Buffer.alloc(0), complexities: new Uint16Array() };
    this.#files.set(file, known);
    if (rows <= known.complexities.length) return known;
    const room = Math.max(1024, rows, 2 * known.complexities.length);
    const ids = Buffer.alloc(room * this.#width);
    known.ids.copy(ids);
    const complexities = new Uint16Array(room);
    complexities.set(known.complexities);
    return Object.assign(known, { ids, complexities });
  }
}

export async function readRowColumns(table: Table): Promise<RowColumns> {
  const columns = new RowColumns();
  for await (const batch of table.query().select(['template_id', 'complexity']).withRowId()) {
    const [row, id, complexity] = ['_rowid', 'template_id', 'complexity'].map((name) =>
      columnOf(batch, name),
    );
    for (let at = 0; at < batch.numRows; at += 1)
      columns.set(Number(row?.(at)), String(id?.(at)), Number(complexity?.(at)));
  }
  return columns;
}
