import { join } from 'node:path';
import { z } from 'zod';
import { columnsOf, type RowShape } from '../../../schemas/table/column.ts';
import { rejectShape, type Reject } from '../../../schemas/table/table.ts';
import { passing } from '../../parquet/sql.ts';
import { writeRows } from '../../parquet/write-rows.ts';

/**
 * Rows, and bytes of text, of a batch on its way to the disk. Two are held in memory: one is filled while the other is
 * written, which takes as long.
 */
const rowsPerBatch = 2500;
const bytesPerBatch = 8 * 1024 * 1024;

type Columns = Readonly<Record<string, unknown>>;

/** Columns that an imported row has on its way: where it stood, so that the first of equal rows is kept. */
export const placeShape = { place: z.int(), origin: z.string() };

/** Writes what is read as Parquet files of bounded size. */
export class ImportBatches {
  readonly rowPaths: string[] = [];
  readonly rejectPaths: string[] = [];
  /** Bytes of text of all rows. */
  bytes = 0;
  read = 0;
  rejected = 0;
  private readonly folder: string;
  private readonly shape: RowShape;
  private rows: Columns[] = [];
  private rejects: Reject[] = [];
  private pending = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(folder: string, shape: RowShape) {
    this.folder = folder;
    this.shape = { ...shape, ...placeShape };
  }

  async row(columns: Columns, bytes: number, origin: string): Promise<void> {
    this.rows.push({ ...columns, place: this.read, origin });
    this.read += 1;
    this.bytes += bytes;
    this.pending += bytes;
    if (this.rows.length >= rowsPerBatch || this.pending >= bytesPerBatch) await this.writeRows();
  }

  async reject(reject: Reject): Promise<void> {
    this.rejects.push(reject);
    this.read += 1;
    this.rejected += 1;
    if (this.rejects.length >= rowsPerBatch) await this.writeRejects();
  }

  async finish(): Promise<void> {
    // At least one file of each, so that the SQL over them always has something to read.
    if (this.rows.length > 0 || this.rowPaths.length === 0) await this.writeRows();
    if (this.rejects.length > 0 || this.rejectPaths.length === 0) await this.writeRejects();
    await this.writing;
  }

  /** Waits for the batch before, not for this one. */
  private async write(path: string, shape: RowShape, rows: readonly Columns[]): Promise<void> {
    await this.writing;
    this.writing = writeRows(path, columnsOf(shape), rows, passing).then(() => undefined);
    // Whoever writes next, or finishes, hears of it.
    this.writing.catch(() => undefined);
  }

  private async writeRows(): Promise<void> {
    const path = join(this.folder, `rows-${this.rowPaths.length}.parquet`);
    this.rowPaths.push(path);
    const rows = this.rows;
    this.rows = [];
    this.pending = 0;
    await this.write(path, this.shape, rows);
  }

  private async writeRejects(): Promise<void> {
    const path = join(this.folder, `rejects-${this.rejectPaths.length}.parquet`);
    this.rejectPaths.push(path);
    const rejects = this.rejects;
    this.rejects = [];
    await this.write(path, rejectShape, rejects);
  }
}
