import type { BuildConfig } from '../../schemas/build/build.ts';
import type { KeptPrompts } from '../../schemas/build/start.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { loadPrompts, type LoadedPrompt } from './load.ts';
import { PromptError } from './prompt.ts';
import { checkUserFolder } from './user-folder.ts';

/**
 * Every prompt that a config's build would fill, checked before anything runs. Throws PromptError.
 * @param kept the user's prompts as they were once: the files that the config names are not read then
 */
export async function promptsOfRecipe(
  config: BuildConfig,
  kept?: KeptPrompts,
): Promise<Record<string, LoadedPrompt>> {
  const recipe = recipeOf(config.recipe);
  const folder = recipe.prompts ?? recipe.name;
  const users = kept === undefined ? config.prompts : undefined;
  if (users !== undefined) await checkUserFolder(users, recipe.name, recipe.stages);
  const given = { ...recipe.givenPrompts?.(config), ...kept };
  const prompts = await loadPrompts(folder, recipe.stages, users, given);
  const problem = recipe.promptProblem?.(config, Object.keys(prompts));
  if (problem !== undefined) throw new PromptError(problem);
  // Another release may know no such prompt: whoever wrote it believes that it is used.
  const unknown = Object.keys(kept ?? {}).find((name) => prompts[name] === undefined);
  if (unknown !== undefined)
    throw new PromptError(
      `options.prompts: ${recipe.name} has no prompt "${unknown}"; there are ${Object.keys(prompts).join(', ')}`,
    );
  return prompts;
}

/** The prompts that a config's build would read from files of the user's, as they are now. Throws PromptError. */
export async function promptsToKeep(config: BuildConfig): Promise<KeptPrompts> {
  const prompts = Object.entries(await promptsOfRecipe(config));
  return Object.fromEntries(
    prompts.flatMap(([name, { text, from, users }]) => (users === true ? [[name, { text, from }]] : [])),
  );
}
