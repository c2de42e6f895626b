import { join } from 'node:path';
import * as zod from 'zod';
import * as recipeModule from '../api/recipe.ts';
import * as stagesModule from '../api/stages.ts';
import * as standinModule from '../api/standin.ts';
import { takeInPrompts } from '../activities/prompts/folder.ts';
import { StageNameTaken, takeInCode } from '../activities/recipes/index.ts';
import { takeInResponder } from '../infra/standin/responders/registry.ts';
import { RecipeNameTaken, takeInRecipe } from '../schemas/recipes/index.ts';
import { takeInWorkflows } from '../workers/workflow-bundle.ts';
import { checkTypes } from './check-types.ts';
import { compileRecipe, givenModules } from './compile.ts';
import { kept } from './kept.ts';
import { loadRecipe, type LoadedRecipe } from './load.ts';
import { placesIn } from './places.ts';
import { programDigest } from './program.ts';
import { readRecipeFolder, type RecipeFolder } from './recipe-folder.ts';
import { RecipeUnusable } from './recipe-unusable.ts';
import { rootOf, taken } from './taken.ts';
import { bundleWith } from './workflows.ts';

/**
 * Takes recipes in from their folders, as if they were ours: before a build, a worker or a list of recipes asks for
 * them. Types are checked and code is compiled once for the same contents, and kept in `cacheDir`. Throws RecipeUnusable with
 * all that is wrong, with file and line.
 */
export async function takeInRecipes(roots: readonly string[], cacheDir: string): Promise<void> {
  process.setSourceMapsEnabled(true);
  Reflect.set(globalThis, givenModules, {
    zod,
    'tunesmith/recipe': recipeModule,
    'tunesmith/stages': stagesModule,
    'tunesmith/standin': standinModule,
  });
  const cache = join(cacheDir, 'recipes');
  for (const root of roots) {
    if (taken.some(({ folder }) => folder.root === root)) continue;
    const folder = await readRecipeFolder(root);
    const compiled = await kept(cache, `${folder.digest}.cjs`, programDigest(), async () => {
      const findings = await checkTypes(folder);
      if (findings.length > 0) throw new RecipeUnusable(findings);
      return compileRecipe(folder);
    });
    await register(folder, await loadRecipe(folder, compiled));
  }
  takeInWorkflows(() => bundleWith(taken, cache));
}

async function register(folder: RecipeFolder, { recipe, code, responders }: LoadedRecipe): Promise<void> {
  try {
    takeInRecipe(recipe);
    takeInCode(code);
  } catch (error) {
    const clash = error instanceof StageNameTaken || error instanceof RecipeNameTaken;
    if (!clash) throw error;
    const places = await placesIn(folder);
    const other = rootOf(error.taken);
    const problem = other === undefined ? error.message : `${error.message}, in ${other}`;
    throw new RecipeUnusable([{ ...places.named(error.taken), problem }]);
  }
  takeInPrompts(recipe.prompts ?? recipe.name, folder.prompts);
  for (const responder of responders) takeInResponder(responder);
  taken.push({ name: recipe.name, workflow: recipe.workflow, folder });
}
