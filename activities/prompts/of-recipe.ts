import type { BuildConfig } from '../../schemas/build/build.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { loadPrompts, type LoadedPrompt } from './load.ts';
import { PromptError } from './prompt.ts';
import { checkUserFolder } from './user-folder.ts';

/** Every prompt that a config's build would fill, checked before anything runs. Throws PromptError. */
export async function promptsOfRecipe(config: BuildConfig): Promise<Record<string, LoadedPrompt>> {
  const recipe = recipeOf(config.recipe);
  const folder = recipe.prompts ?? recipe.name;
  if (config.prompts !== undefined) await checkUserFolder(config.prompts, recipe.name, recipe.stages);
  const given = recipe.givenPrompts?.(config);
  const prompts = await loadPrompts(folder, recipe.stages, config.prompts, given);
  const problem = recipe.promptProblem?.(config, Object.keys(prompts));
  if (problem !== undefined) throw new PromptError(problem);
  return prompts;
}
