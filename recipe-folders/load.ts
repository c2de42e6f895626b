import { createRequire } from 'node:module';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isFamily, membersOf } from '../activities/prompts/family.ts';
import { checkSlots, parsePrompt, PromptError } from '../activities/prompts/prompt.ts';
import type { RecipeCode } from '../activities/recipes/common/recipe-code.ts';
import type { ImplementedRowStage } from '../activities/engine/rows/row-stage.ts';
import type { ImplementedSetStage } from '../activities/engine/sets/set-stage.ts';
import type { RecipeAnalysis } from '../activities/dataset/analysis/recipe-analysis.ts';
import type { Responder } from '../infra/standin/responders/responder.ts';
import type { Recipe } from '../schemas/build/recipe.ts';
import { placesIn } from './places.ts';
import type { RecipeFolder } from './recipe-folder.ts';
import { RecipeUnusable, type RecipeFinding } from './recipe-unusable.ts';

/** A recipe's parts as its folder exports them. */
export interface LoadedRecipe {
  readonly recipe: Recipe;
  readonly code: RecipeCode;
  readonly responders: readonly Responder[];
}

const name = /^[a-z][a-z0-9-]*$/;
/** Workflow types of the engine's own. */
const engines = ['datasetLock', 'lane', 'notify'];
const RecipeSchema = z.looseObject({
  name: z.string().regex(name, 'use small letters, digits and "-"'),
  workflow: z
    .string()
    .regex(/^[a-z]\w*$/i, 'use the name of the function in workflow.ts')
    .refine((type) => !engines.includes(type), 'the engine has a workflow of this name; choose another'),
  title: z.string().min(1),
  paper: z.string().optional(),
  schema: z.custom<z.ZodType>((value) => value instanceof z.ZodType, 'must be a zod schema'),
  stages: z.array(z.custom<Recipe['stages'][number]>(isStage, 'must be made by rowStage or setStage')).min(1),
});
const ModuleSchema = z.object({
  recipe: z.record(z.string(), z.unknown()),
  stages: z.array(z.record(z.string(), z.unknown())),
  workflows: z.array(z.string()),
  analysis: z.object({ analysis: z.custom<RecipeAnalysis>(isFunction) }).optional(),
  responder: z.record(z.string(), z.unknown()).optional(),
});

/** Runs a compiled recipe's module and holds it against what a recipe must be. Throws RecipeUnusable. */
export async function loadRecipe(folder: RecipeFolder, compiled: string): Promise<LoadedRecipe> {
  const module = ModuleSchema.safeParse(run(folder, compiled));
  if (!module.success)
    throw new RecipeUnusable([
      { file: folder.analysis ?? folder.root, problem: 'it must export a function `analysis`' },
    ]);
  const { data } = module;
  const recipe = recipeIn(folder, data.recipe['recipe']);
  if (!data.workflows.includes(recipe.workflow)) await refuseWorkflow(folder, recipe, data.workflows);
  const exported = data.stages.flatMap((stages) => Object.values(stages));
  const rows = exported.filter(isRowStage);
  const sets = exported.filter(isSetStage);
  const there = new Set([...rows, ...sets].map(({ stage }) => stage.name));
  const names = await promptsIn(folder);
  const [stages, prompts] = [withoutCode(recipe, there), missingPrompts(recipe, names)];
  if (stages.length + prompts.length > 0) await refuse(folder, stages, prompts);
  const unfit = await unfitPrompts(folder, recipe, names);
  if (unfit.length > 0) throw new RecipeUnusable(unfit);
  const analyses = data.analysis === undefined ? {} : { [recipe.name]: data.analysis.analysis };
  const responders = Object.values(data.responder ?? {}).filter(isResponder);
  return { recipe, code: { rows, sets, analyses }, responders };
}

function run(folder: RecipeFolder, compiled: string): unknown {
  try {
    return createRequire(import.meta.url)(compiled);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new RecipeUnusable([{ ...placeIn(folder, error), problem }]);
  }
}

/** The line of the folder's that a stack names first: source maps give it. */
function placeIn(folder: RecipeFolder, error: unknown): Pick<RecipeFinding, 'file' | 'line' | 'column'> {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, file = '', line, column] of stack.matchAll(/\(?((?:\/|[A-Z]:)[^():]+):(\d+):(\d+)\)?/g))
    if (folder.sources.includes(file)) return { file, line: Number(line), column: Number(column) };
  return { file: folder.recipe };
}

function recipeIn(folder: RecipeFolder, exported: unknown): Recipe {
  if (exported === undefined)
    throw new RecipeUnusable([{ file: folder.recipe, problem: 'it must export `recipe`' }]);
  if (isRecipe(exported)) return exported;
  const issues = RecipeSchema.safeParse(exported).error?.issues ?? [];
  throw new RecipeUnusable(
    issues.map(({ path, message }) => ({
      file: folder.recipe,
      problem: `recipe.${path.join('.')}: ${message}`,
    })),
  );
}

/** What the schema does not look at are functions that the compiler has seen. */
function isRecipe(value: unknown): value is Recipe {
  return RecipeSchema.safeParse(value).success;
}

/** Stages that no file in stages/ implements: the folder's own, or ours that all recipes may use. */
function withoutCode({ stages }: Recipe, implemented: ReadonlySet<string>): Recipe['stages'] {
  return stages.filter(
    (stage) => !implemented.has(stage.name) && !(stage.kind === 'row' && stage.of !== undefined),
  );
}

interface MissingPrompt {
  readonly stage: string;
  readonly prompt: string;
}

/** Names of the prompts that a folder has. */
async function promptsIn({ prompts }: RecipeFolder): Promise<string[]> {
  const files = await readdir(prompts).catch(() => []);
  return files.flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));
}

/** What the stages fill, of the names of the prompts that are there: none, one, or a family's. */
function declared({ stages }: Recipe, names: readonly string[]) {
  return stages.flatMap((stage) =>
    Object.entries((stage.kind === 'row' ? stage.prompts : undefined) ?? {}).map(([prompt, slots]) => {
      const there = isFamily(prompt) ? membersOf(prompt, names) : names.filter((name) => name === prompt);
      return { stage: stage.name, prompt, slots, there };
    }),
  );
}

function missingPrompts(recipe: Recipe, names: readonly string[]): MissingPrompt[] {
  return declared(recipe, names).filter(
    ({ slots, there }) => there.length === 0 && !(slots === 'any' && 'givenPrompts' in recipe),
  );
}

/** What is wrong with the texts of the prompts, and with the slots that they have for their stages. */
async function unfitPrompts(
  folder: RecipeFolder,
  recipe: Recipe,
  names: readonly string[],
): Promise<RecipeFinding[]> {
  const filled = declared(recipe, names).flatMap(({ slots, there }) =>
    there.map((name) => ({ name, slots })),
  );
  const found = await Promise.all(
    filled.map(async ({ name: prompt, slots }) => {
      const file = join(folder.prompts, `${prompt}.md`);
      return problemIn(await readFile(file, 'utf8'), file, slots);
    }),
  );
  return found.flat();
}

function problemIn(text: string, file: string, slots: readonly string[] | 'any'): RecipeFinding[] {
  try {
    const prompt = parsePrompt(text, file);
    if (slots !== 'any') checkSlots(prompt, slots, file);
    return [];
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    return [{ file, problem: error.message.slice(`${file}: `.length) }];
  }
}

async function refuseWorkflow(
  folder: RecipeFolder,
  { workflow }: Recipe,
  exported: readonly string[],
): Promise<never> {
  const there = exported.length === 0 ? 'no function' : exported.join(', ');
  const problem = `the recipe's workflow is "${workflow}", and workflow.ts exports ${there}`;
  throw new RecipeUnusable([{ ...(await placesIn(folder)).workflow(workflow), problem }]);
}

/** Throws RecipeUnusable where something is missing, with its place: only then are the sources looked through. */
async function refuse(
  folder: RecipeFolder,
  stages: Recipe['stages'],
  prompts: readonly MissingPrompt[],
): Promise<void> {
  const places = await placesIn(folder);
  const findings = [
    ...stages.flatMap(({ name: stage, kind }) => {
      const place = places.named(stage);
      // Stages that all recipes may use are named nowhere in the folder.
      if (place.line === undefined) return [];
      const maker = kind === 'row' ? 'implement' : 'implementSet';
      return [{ ...place, problem: `no file in stages/ exports the stage "${stage}", made by ${maker}()` }];
    }),
    ...prompts.map(({ stage, prompt }) => ({
      ...places.prompt(prompt),
      problem: `the stage "${stage}" fills prompts/${prompt}.md, and there is no such file`,
    })),
  ];
  if (findings.length > 0) throw new RecipeUnusable(findings);
}

function isStage(value: unknown): value is Recipe['stages'][number] {
  return (
    isObject(value) && typeof value['name'] === 'string' && ['row', 'set'].includes(String(value['kind']))
  );
}

function isRowStage(value: unknown): value is ImplementedRowStage {
  return (
    isObject(value) &&
    isStage(value['stage']) &&
    value['stage'].kind === 'row' &&
    isFunction(value['prepare'])
  );
}

function isSetStage(value: unknown): value is ImplementedSetStage {
  return isObject(value) && isStage(value['stage']) && value['stage'].kind === 'set' && 'kind' in value;
}

function isResponder(value: unknown): value is Responder {
  return isObject(value) && isFunction(value['recognises']) && isFunction(value['answer']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFunction(value: unknown): value is (...given: never[]) => never {
  return typeof value === 'function';
}
