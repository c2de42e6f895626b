import type { Analysis } from '../../../schemas/dataset-analysis.ts';
import type { Store } from '../../storage/store.ts';
import type { DuckDB } from '../../tables/duckdb.ts';
import type { BuildTable } from '../dataset-tables.ts';
import type { OpenRows } from '../open-rows.ts';
import { diversityOf } from './diversity.ts';
import { copiedShare, lengthsOf } from './lengths.ts';
import { scoresOf } from './scores.ts';
import { sourcesOf } from './sources.ts';

export interface Analysed {
  readonly db: DuckDB;
  readonly store: Store;
  readonly rows: OpenRows;
  readonly tables: readonly BuildTable[];
  readonly seed: number;
  /** Folder for files of other tables while they are read. */
  readonly folder: string;
}

/** Everything that a dataset's report tells of its rows. */
export async function analyse({ db, store, rows, tables, seed, folder }: Analysed): Promise<Analysis> {
  const copied = await copiedShare(db, rows);
  const sources = await sourcesOf(db, rows);
  return {
    lengths: await lengthsOf(db, rows),
    diversity: await diversityOf(db, rows, seed),
    ...(copied === undefined ? {} : { copiedShare: copied }),
    scores: await scoresOf(db, store, tables, folder),
    ...(sources === undefined ? {} : { sources }),
  };
}
