import { pathToFileURL } from 'node:url';

/** Folders of recipes that are not ours, by the recipe's name. */
const taken = new Map<string, string>();

/** Says where the prompt files of a recipe lie that is not ours. */
export function takeInPrompts(recipe: string, folder: string): void {
  taken.set(recipe, folder);
}

/** Folder of the prompt files that a recipe ships; the build copies ours beside the compiled code. */
export function promptFolder(recipe: string): URL {
  const other = taken.get(recipe);
  if (other !== undefined) return pathToFileURL(`${other}/`);
  return new URL(`../recipes/${recipe}/prompts/`, import.meta.url);
}
