/** Folder of the prompt files that a recipe ships; the build copies them beside the compiled code. */
export function promptFolder(recipe: string): URL {
  return new URL(`../recipes/${recipe}/prompts/`, import.meta.url);
}
