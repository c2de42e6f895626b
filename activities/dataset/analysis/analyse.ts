import type { Plan } from '../../../schemas/build/plan.ts';
import type { Analysis } from '../../../schemas/dataset/analysis.ts';
import type { Store } from '../../storage/store.ts';
import { allEnded } from '../../concurrently.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import type { BuildTable } from '../dataset-tables.ts';
import type { OpenRows } from '../open-rows.ts';
import { diversityOf, type Apart } from './diversity.ts';
import { copiedShare, lengthsOf } from './lengths.ts';
import { analysisInputs, type RecipeAnalysis } from './recipe-analysis.ts';
import { scoresOf } from './scores.ts';
import { sourcesOf } from './sources.ts';

export interface Analysed {
  readonly db: DuckDB;
  readonly apart: Apart;
  /** Whether there is memory to analyse several things at once. */
  readonly sideBySide: boolean;
  readonly store: Store;
  readonly rows: OpenRows;
  readonly tables: readonly BuildTable[];
  readonly seed: number;
  /** Folder for files of other tables while they are read. */
  readonly folder: string;
  readonly config: Plan['config'];
  /** By the recipe's name. */
  readonly analyses: ReadonlyMap<string, RecipeAnalysis>;
}

/** Everything that a dataset's report tells of its rows. */
export async function analyse(analysed: Analysed): Promise<Analysis> {
  const { apart, sideBySide, rows, seed, folder } = analysed;
  const diverse = () => diversityOf(apart, rows, seed, { folder, sideBySide });
  // It takes longer than all the rest.
  const [diversity, rest] = sideBySide
    ? await allEnded([diverse(), withoutDiversity(analysed)])
    : [await diverse(), await withoutDiversity(analysed)];
  return { ...rest, diversity };
}

async function withoutDiversity(analysed: Analysed): Promise<Omit<Analysis, 'diversity'>> {
  const { db, store, rows, tables, folder, config, analyses } = analysed;
  const copied = await copiedShare(db, rows);
  const sources = await sourcesOf(db, rows);
  const own = analyses.get(config.recipe);
  const sections = await own?.(analysisInputs(db, store, tables, config, folder));
  return {
    lengths: await lengthsOf(db, rows),
    ...(copied === undefined ? {} : { copiedShare: copied }),
    scores: await scoresOf(db, tables, folder),
    ...(sources === undefined ? {} : { sources }),
    ...(sections === undefined || sections.length === 0 ? {} : { sections }),
  };
}
