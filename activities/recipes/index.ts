import type { Recipe } from '../../schemas/build/recipe.ts';
import { recipes as recipeSignatures } from '../../schemas/recipes/index.ts';
import type { RecipeAnalysis } from '../dataset/analysis/recipe-analysis.ts';
import type { WorkerParts } from '../engine/build/worker-parts.ts';
import { implementedAs, type ImplementedRowStage } from '../engine/rows/row-stage.ts';
import type { ImplementedSetStage } from '../engine/sets/set-stage.ts';
import { backAndForth, backAndForthActivities } from './back-and-forth/index.ts';
import { common } from './common/index.ts';
import { fineInstructions, fineInstructionsActivities } from './fine-instructions/index.ts';
import { generate } from './generate/index.ts';
import { lmsysSynth } from './lmsys-synth/index.ts';
import { magpie, magpieActivities } from './magpie/index.ts';
import { multilingual } from './multilingual/index.ts';
import type { RecipeCheck, RecipeCode } from './common/recipe-code.ts';

const recipes: readonly RecipeCode[] = [
  // What several of them use, then a line a recipe.
  common,
  generate,
  backAndForth,
  fineInstructions,
  multilingual,
  lmsysSynth,
  magpie,
];

/** Two stages of one name: tables, activities and answers of the one would be taken for the other's. */
export class StageNameTaken extends Error {
  override name = 'StageNameTaken';
  readonly taken: string;

  constructor(taken: string, message: string) {
    super(message);
    this.taken = taken;
  }
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
        name,
        `two stages are called "${name}" (titles: "${other.stage.title}" and "${title}"); give one of them another name`,
      );
    named.set(name, each);
  }
  return named;
}

/** The functions of stages, by the stage's name, and what goes with them. */
interface Registry {
  readonly rows: ReadonlyMap<string, ImplementedRowStage>;
  readonly sets: ReadonlyMap<string, ImplementedSetStage>;
  readonly analyses: ReadonlyMap<string, RecipeAnalysis>;
  readonly checks: ReadonlyMap<string, RecipeCheck>;
}

/** Throws StageNameTaken, RecipeNotWhole. */
function registryOf(codes: readonly RecipeCode[]): Registry {
  const own = codes.flatMap((code) => code.rows ?? []);
  const rows = [...own, ...usedTwice(byName(own))];
  const sets = codes.flatMap((code) => code.sets ?? []);
  // Together once: a row stage and a set stage of one name clash as well.
  byName<ImplementedRowStage | ImplementedSetStage>([...rows, ...sets]);
  const registry = {
    rows: byName(rows),
    sets: byName(sets),
    analyses: new Map(codes.flatMap(({ analyses = {} }) => Object.entries(analyses))),
    checks: new Map(codes.flatMap(({ checks = {} }) => Object.entries(checks))),
  };
  checkWhole(recipeSignatures, registry);
  return registry;
}

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

/** A recipe's entry in the registry and its folder do not say the same: its builds would wait for what nobody does. */
export class RecipeNotWhole extends Error {
  override name = 'RecipeNotWhole';
}

/** Holds recipes against the code of their stages and analyses. Throws RecipeNotWhole. */
export function checkWhole(
  signatures: readonly Pick<Recipe, 'name' | 'stages'>[],
  code: { readonly rows: Names; readonly sets: Names; readonly analyses: Names },
): void {
  for (const { name, stages } of signatures) {
    for (const stage of stages) {
      const [list, implemented] = stage.kind === 'row' ? ['rows', code.rows] : ['sets', code.sets];
      if (!implemented.has(stage.name))
        throw new RecipeNotWhole(
          `the recipe "${name}" lists the stage "${stage.name}", which no code implements; add it to \`${list}\` ` +
            'in the index.ts of its folder in activities/recipes/, and that folder to activities/recipes/index.ts',
        );
    }
  }
  const names = signatures.map(({ name }) => name);
  const stray = [...code.analyses.keys()].find((name) => !names.includes(name));
  if (stray !== undefined)
    throw new RecipeNotWhole(
      `there is an analysis of "${stray}", but no recipe of that name; there are ${names.join(', ')}`,
    );
}
type Names = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

const taken: RecipeCode[] = [];
const rows = new Map<string, ImplementedRowStage>();
const sets = new Map<string, ImplementedSetStage>();
const analyses = new Map<string, RecipeAnalysis>();
const checks = new Map<string, RecipeCheck>();

/** Functions of the row stages, by the stage's name: each is an activity of this name. */
export const rowStages: ReadonlyMap<string, ImplementedRowStage> = rows;
export const setStages: ReadonlyMap<string, ImplementedSetStage> = sets;

/** What recipes tell of their datasets beside what all do, by the recipe's name. */
export const recipeAnalyses: ReadonlyMap<string, RecipeAnalysis> = analyses;

/** What recipes look at before a build, by the recipe's name. */
export const recipeChecks: ReadonlyMap<string, RecipeCheck> = checks;

/**
 * Adds the code of recipes that are not ours, whose signatures have been taken in, before a worker asks for activities.
 * Throws StageNameTaken, RecipeNotWhole.
 */
export function takeInCode(code: RecipeCode): void {
  fill(registryOf([...recipes, ...taken, code]));
  taken.push(code);
}

function fill(registry: Registry): void {
  for (const [name, stage] of registry.rows) rows.set(name, stage);
  for (const [name, stage] of registry.sets) sets.set(name, stage);
  for (const [name, analysis] of registry.analyses) analyses.set(name, analysis);
  for (const [name, check] of registry.checks) checks.set(name, check);
}

fill(registryOf(recipes));

/** Activities that only one recipe's workflow calls. */
export function recipeActivities(parts: WorkerParts) {
  return {
    ...backAndForthActivities(parts),
    ...fineInstructionsActivities(parts),
    ...magpieActivities(parts),
  };
}
