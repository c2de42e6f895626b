import { z } from 'zod';
import { columnsOf } from '../../../schemas/table/column.ts';
import type { Plan } from '../../../schemas/build/plan.ts';
import type { Section } from '../../../schemas/dataset/section.ts';
import { rejectShape, type TableManifest } from '../../../schemas/table/table.ts';
import { mapConcurrently } from '../../concurrently.ts';
import type { StoredFile } from '../../engine/tables/tables.ts';
import type { Store } from '../../storage/store.ts';
import type { DuckDB } from '../../parquet/duckdb.ts';
import { QueryFailed } from '../../parquet/query-failed.ts';
import { viewOf } from '../../parquet/select-shards.ts';
import { identifier } from '../../parquet/sql.ts';
import { emptyOf } from '../../parquet/write-shards.ts';
import type { BuildTable } from '../dataset-tables.ts';

/** What a recipe's analysis works with. */
export interface AnalysisInputs {
  /**
   * A session in which the published rows are the view `dataset`. Columns of objects, such as `messages`, are JSON text
   * in it, here and in all tables: `messages->>'$[0].content'`.
   */
  readonly db: DuckDB;
  readonly config: Plan['config'];
  readonly store: Store;
  /** Of the table whose rows are published. */
  readonly published: Pick<TableManifest, 'stage'>;
  /** Tables of the build, with their counts and reasons, in the recipe's order. */
  readonly tables: readonly BuildTable[];
  /** Tables of the build that the dataset is compared with, as its workflow says; `viewOf` opens them. */
  readonly beside: readonly BuildTable[];
  /**
   * Makes the last table of a stage a view of the stage's name, and gives that name as SQL; undefined where the build
   * has no such table. Only what is asked for is fetched from the store.
   */
  readonly table: (stage: string) => Promise<string | undefined>;
  /** The same for one table of the build, where a stage has several. */
  readonly viewOf: (table: BuildTable) => Promise<string>;
  /** The same for the rejects of a stage, or of all stages: a view with the columns of `rejectShape`. */
  readonly rejects: (stage?: string) => Promise<string>;
}

/** Makes the sections that a recipe adds to the card and the report of its datasets. */
export type RecipeAnalysis = (inputs: AnalysisInputs) => Promise<Section[]>;

/** A mistake in what a recipe tells of its datasets: the build's tables and answers are as they should be. */
export class AnalysisFailed extends Error {
  override readonly name = 'AnalysisFailed';

  constructor(recipe: string, cause: Error) {
    const said = cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message;
    super(`the analysis of the recipe "${recipe}" cannot be made: ${said}`, { cause });
  }
}

/** Runs a recipe's analysis. Throws AnalysisFailed where its SQL, or what it makes of the answers, is at fault. */
export async function analysisOf(recipe: string, run: () => Promise<Section[]>): Promise<Section[]> {
  try {
    return await run();
  } catch (error) {
    const own = [QueryFailed, z.ZodError, TypeError, RangeError, ReferenceError];
    if (error instanceof Error && own.some((kind) => error instanceof kind))
      throw new AnalysisFailed(recipe, error);
    throw error;
  }
}

/** Opens the tables of a build for a recipe's analysis; what is fetched stays in `folder`. */
export function analysisInputs(
  db: DuckDB,
  store: Store,
  published: Pick<TableManifest, 'stage'>,
  { tables, beside }: Pick<AnalysisInputs, 'tables' | 'beside'>,
  config: Plan['config'],
  folder: string,
): AnalysisInputs {
  const fetched = (files: readonly StoredFile[]) => mapConcurrently(files, 8, (file) => file(folder));
  const rowsOf = async ({ manifest, rows }: BuildTable, name: string): Promise<string> => {
    const paths = await fetched(rows);
    await viewOf(db, { name, columns: manifest.columns, paths });
    return identifier(name);
  };
  return {
    db,
    config,
    store,
    published,
    tables,
    beside,
    async table(stage) {
      const last = tables.findLast(({ manifest }) => manifest.stage === stage);
      return last === undefined ? undefined : rowsOf(last, stage);
    },
    viewOf: (table) => rowsOf(table, `${table.manifest.stage} ${table.manifest.digest}`),
    async rejects(stage) {
      const name = stage === undefined ? 'rejects' : `rejects of ${stage}`;
      const meant = tables.filter(({ manifest }) => stage === undefined || manifest.stage === stage);
      const files = meant.flatMap(({ rejects }) => rejects);
      const columns = columnsOf(rejectShape);
      if (files.length > 0) await viewOf(db, { name, columns, paths: await fetched(files) });
      else await db.run(`CREATE OR REPLACE VIEW ${identifier(name)} AS ${emptyOf(columns)}`);
      return identifier(name);
    },
  };
}
