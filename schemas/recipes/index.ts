import type { Recipe } from '../build/recipe.ts';
import { refuseSecrets } from '../secrets.ts';
import { backAndForthRecipes } from './back-and-forth/index.ts';
import { checkOutput } from './check-output.ts';
import { fineInstructionsRecipes } from './fine-instructions/index.ts';
import { generateRecipes } from './generate/index.ts';
import { multilingualRecipes } from './multilingual/index.ts';

/** Every recipe; its workflow and its stages' functions carry the same names. */
const registered: readonly Recipe[] = [
  ...generateRecipes,
  ...backAndForthRecipes,
  ...fineInstructionsRecipes,
  ...multilingualRecipes,
];

/**
 * Every recipe, its config refusing secrets wherever they stand. Here and not in the parts' schemas, since those also
 * read the plans of builds that began when secrets were not looked for.
 */
export const recipes: readonly Recipe[] = registered.map((recipe) => ({
  ...recipe,
  schema: recipe.schema.superRefine(refuseSecrets()).superRefine(checkOutput(recipe)),
}));

export class UnknownRecipe extends Error {
  override name = 'UnknownRecipe';
}

/** The recipe of a name. Throws UnknownRecipe with the names that there are. */
export function recipeOf(name: string): Recipe {
  const recipe = recipes.find((each) => each.name === name);
  if (recipe === undefined)
    throw new UnknownRecipe(
      `no recipe is called "${name}"; there are ${recipes.map((each) => each.name).join(', ')}`,
    );
  return recipe;
}
