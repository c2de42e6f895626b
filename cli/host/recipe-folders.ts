import { homeOf, type HostOptions } from './options.ts';
import { listedFolders } from '../../recipe-folders/listed.ts';

export interface RecipeOptions {
  readonly recipes?: readonly string[];
}

/**
 * Takes in the recipes of the folders that --recipes, TUNESMITH_RECIPES and `tunesmith.config.yaml` list, before a command
 * runs. Throws RecipeUnusable.
 */
export async function takeInListed(options: HostOptions & RecipeOptions): Promise<void> {
  const folders = await listedFolders(options.recipes ?? []);
  if (folders.length === 0) return;
  const { takeInRecipes } = await import('../../recipe-folders/take-in.ts');
  const { cacheDir } = await homeOf(options);
  await takeInRecipes(folders, cacheDir);
}
