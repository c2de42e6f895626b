import type { KindName } from '../../../schemas/kinds/index.ts';
import type { Plan } from '../../../schemas/build/plan.ts';
import type { Analysis } from '../../../schemas/dataset/analysis.ts';
import type { Store } from '../../storage/store.ts';
import { allEnded } from '../../concurrently.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import type { BuildTable } from '../dataset-tables.ts';
import type { OpenRows } from '../open-rows.ts';
import { kindWriters } from '../kinds/index.ts';
import { diversityOf, type Apart } from './diversity.ts';
import { lengthsOf, sharesOf } from './lengths.ts';
import { analysisInputs, analysisOf, type RecipeAnalysis } from './recipe-analysis.ts';
import { scoresOf } from './scores.ts';
import { sourcesOf } from './sources.ts';
import { textsOf, type Text } from './texts.ts';

export interface Analysed {
  readonly db: DuckDB;
  readonly apart: Apart;
  /** Whether there is memory to analyse several things at once. */
  readonly sideBySide: boolean;
  readonly store: Store;
  readonly kind: KindName;
  readonly rows: OpenRows;
  readonly tables: readonly BuildTable[];
  /** Tables that the recipe's analysis compares the dataset with. */
  readonly beside: readonly BuildTable[];
  readonly seed: number;
  /** Folder for files of other tables while they are read. */
  readonly folder: string;
  readonly config: Plan['config'];
  /** By the recipe's name. */
  readonly analyses: ReadonlyMap<string, RecipeAnalysis>;
}

/** Everything that a dataset's report tells of its rows. */
export async function analyse(analysed: Analysed): Promise<Analysis> {
  const { apart, sideBySide, kind, rows, seed, folder } = analysed;
  const texts = textsOf(kind, rows);
  const diverse = () => diversityOf(apart, rows, texts, seed, { folder, sideBySide });
  // It takes longer than all the rest.
  const [diversity, rest] = sideBySide
    ? await allEnded([diverse(), withoutDiversity(analysed, texts)])
    : [await diverse(), await withoutDiversity(analysed, texts)];
  return { ...rest, diversity };
}

async function withoutDiversity(
  analysed: Analysed,
  texts: readonly Text[],
): Promise<Omit<Analysis, 'diversity'>> {
  const { db, store, kind, rows, tables, beside, folder, config, analyses } = analysed;
  const shares = await sharesOf(db, rows);
  const sources = await sourcesOf(db, rows);
  const own = analyses.get(config.recipe);
  const ofKind = (await kindWriters[kind].sections?.(db)) ?? [];
  const ofRecipe =
    own === undefined
      ? []
      : await analysisOf(config.recipe, () =>
          own(analysisInputs(db, store, rows.manifest, { tables, beside }, config, folder)),
        );
  const sections = [...ofKind, ...ofRecipe];
  return {
    lengths: await lengthsOf(db, texts),
    shares,
    scores: await scoresOf(db, tables, folder),
    ...(sources === undefined ? {} : { sources }),
    ...(sections.length === 0 ? {} : { sections }),
  };
}
