import type { BuildConfig } from '../../../schemas/build/build.ts';
import type { RecipeAnalysis } from '../../dataset/analysis/recipe-analysis.ts';
import type { ImplementedRowStage } from '../../engine/rows/row-stage.ts';
import type { ImplementedSetStage } from '../../engine/sets/set-stage.ts';
import type { Prompt } from '../../prompts/prompt.ts';

/** What a recipe's folder gives the engine: the functions of its stages, and what it tells of its datasets. */
export interface RecipeCode {
  readonly rows?: readonly ImplementedRowStage[];
  readonly sets?: readonly ImplementedSetStage[];
  /** By the name of the recipe in configs. */
  readonly analyses?: Readonly<Record<string, RecipeAnalysis>>;
  /** What it looks at before a build beside models, keys and services, by the name of the recipe in configs. */
  readonly checks?: Readonly<Record<string, RecipeCheck>>;
}

/** What keeps a build of this config from being made as it is: a line each. Throws errors for people besides. */
export type RecipeCheck = (given: {
  readonly config: BuildConfig;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly env: NodeJS.ProcessEnv;
}) => Promise<string[]>;
