import type { RecipeAnalysis } from '../../dataset/analysis/recipe-analysis.ts';
import type { ImplementedRowStage } from '../../engine/rows/row-stage.ts';
import type { ImplementedSetStage } from '../../engine/sets/set-stage.ts';

/** What a recipe's folder gives the engine: the functions of its stages, and what it tells of its datasets. */
export interface RecipeCode {
  readonly rows?: readonly ImplementedRowStage[];
  readonly sets?: readonly ImplementedSetStage[];
  /** By the name of the recipe in configs. */
  readonly analyses?: Readonly<Record<string, RecipeAnalysis>>;
}
