import { recipes as recipeSignatures } from '../../schemas/recipes/index.ts';
import type { RecipeAnalysis } from '../dataset/analysis/recipe-analysis.ts';
import type { WorkerParts } from '../engine/build/worker-parts.ts';
import { implementedAs, type ImplementedRowStage } from '../engine/rows/row-stage.ts';
import type { ImplementedSetStage } from '../engine/sets/set-stage.ts';
import { backAndForth, backAndForthActivities } from './back-and-forth/index.ts';
import { common } from './common/index.ts';
import { fineInstructions, fineInstructionsActivities } from './fine-instructions/index.ts';
import { generate } from './generate/index.ts';
import { multilingual } from './multilingual/index.ts';
import type { RecipeCode } from './common/recipe-code.ts';

const recipes: readonly RecipeCode[] = [
  // What several of them use, then a line a recipe.
  common,
  generate,
  backAndForth,
  fineInstructions,
  multilingual,
];

/** Two stages of one name: tables, activities and answers of the one would be taken for the other's. */
export class StageNameTaken extends Error {
  override name = 'StageNameTaken';
}

/** Stages by name. Throws StageNameTaken. */
export function byName<Stage extends ImplementedRowStage | ImplementedSetStage>(
  stages: readonly Stage[],
): ReadonlyMap<string, Stage> {
  const named = new Map<string, Stage>();
  for (const each of stages) {
    const { name, title } = each.stage;
    const other = named.get(name);
    if (other !== undefined)
      throw new StageNameTaken(
        `two stages are called "${name}" (titles: "${other.stage.title}" and "${title}"); give one of them another name`,
      );
    named.set(name, each);
  }
  return named;
}

const own = recipes.flatMap((recipe) => recipe.rows ?? []);
const rows = [...own, ...usedTwice(byName(own))];
const sets = recipes.flatMap((recipe) => recipe.sets ?? []);
// Together once: a row stage and a set stage of one name clash as well.
byName<ImplementedRowStage | ImplementedSetStage>([...rows, ...sets]);

/** Stages that recipes go through under further names, with the function of the stage that they are. */
function usedTwice(known: ReadonlyMap<string, ImplementedRowStage>): ImplementedRowStage[] {
  const named = new Map<string, ImplementedRowStage>();
  for (const stage of recipeSignatures.flatMap(({ stages }) => stages)) {
    if (stage.kind !== 'row' || stage.of === undefined) continue;
    const implemented = known.get(stage.of.name);
    if (implemented === undefined)
      throw new Error(`the stage "${stage.name}" is "${stage.of.name}", which no recipe implements`);
    named.set(stage.name, implementedAs(implemented, stage));
  }
  return [...named.values()];
}

/** Functions of the row stages, by the stage's name: each is an activity of this name. */
export const rowStages = byName(rows);
export const setStages = byName(sets);

/** What recipes tell of their datasets beside what all do, by the recipe's name. */
export const recipeAnalyses: ReadonlyMap<string, RecipeAnalysis> = new Map(
  recipes.flatMap(({ analyses = {} }) => Object.entries(analyses)),
);

/** Activities that only one recipe's workflow calls. */
export function recipeActivities(parts: WorkerParts) {
  return { ...backAndForthActivities(parts), ...fineInstructionsActivities(parts) };
}
