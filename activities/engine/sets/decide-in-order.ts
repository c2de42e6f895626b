import { join } from 'node:path';
import { z } from 'zod';
import { columnsOf, type Column, type RowShape } from '../../../schemas/table/column.ts';
import type { Row } from '../../parquet/row.ts';
import { writeRows } from '../../parquet/write-rows.ts';
import type { Verdict } from './set-stage.ts';

/** Verdicts of a file on its way to the disk: what is held in memory while a table is decided. */
const verdictsPerFile = 20_000;

/** What `Choice.why` gives, and the file of a rejected row's verdict holds. */
export const whyShape = { id: z.string(), reason: z.string(), detail: z.string().nullable() };

/** Parquet files of the rows that stay (with the columns added) and of those that do not. At least one of each. */
export interface Decided {
  readonly chosen: readonly string[];
  readonly rejected: readonly string[];
}

/** Writes verdicts to files of bounded size. */
export async function writeVerdicts(
  verdicts: AsyncIterable<Verdict<Readonly<Record<string, unknown>>>>,
  adds: RowShape,
  folder: string,
  signal: AbortSignal,
): Promise<Decided> {
  const chosen = new VerdictFiles(join(folder, 'chosen'), columnsOf({ id: z.string(), ...adds }));
  const rejected = new VerdictFiles(join(folder, 'rejected'), columnsOf(whyShape));
  for await (const verdict of verdicts) {
    signal.throwIfAborted();
    const { id, reject } = verdict;
    if (reject === undefined) await chosen.add({ ...verdict });
    else await rejected.add({ id, reason: reject, detail: detailOf(verdict) });
  }
  return { chosen: await chosen.finish(), rejected: await rejected.finish() };
}

function detailOf({ detail }: { readonly detail?: unknown }): string | null {
  return typeof detail === 'string' || typeof detail === 'number' ? String(detail) : null;
}

class VerdictFiles {
  private readonly paths: string[] = [];
  private rows: Row[] = [];
  private readonly prefix: string;
  private readonly columns: readonly Column[];

  constructor(prefix: string, columns: readonly Column[]) {
    this.prefix = prefix;
    this.columns = columns;
  }

  async add(row: Row): Promise<void> {
    this.rows.push(row);
    if (this.rows.length === verdictsPerFile) await this.write();
  }

  async finish(): Promise<readonly string[]> {
    if (this.rows.length > 0 || this.paths.length === 0) await this.write();
    return this.paths;
  }

  private async write(): Promise<void> {
    const path = `${this.prefix}-${this.paths.length}.parquet`;
    this.paths.push(path);
    const { rows } = this;
    this.rows = [];
    await writeRows(path, this.columns, rows);
  }
}
