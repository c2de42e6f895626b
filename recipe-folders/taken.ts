import type { RecipeFolder } from './recipe-folder.ts';

/** A recipe that this process has taken in, with its folder. */
export interface TakenIn {
  readonly name: string;
  readonly workflow: string;
  readonly folder: RecipeFolder;
}

/** Those taken in so far, in their order. */
export const taken: TakenIn[] = [];

/** The folder that a recipe was taken in from; undefined where it is one of ours. */
export function rootOf(recipe: string): string | undefined {
  return taken.find(({ name }) => name === recipe)?.folder.root;
}
