import type { Recipe } from '../build/recipe.ts';
import { refuseSecrets } from '../secrets.ts';
import { backAndForthRecipes } from './back-and-forth/index.ts';
import { checkOutput } from './check-output.ts';
import { fineInstructionsRecipes } from './fine-instructions/index.ts';
import { generateRecipes } from './generate/index.ts';
import { lmsysSynthRecipes } from './lmsys-synth/index.ts';
import { magpieRecipes } from './magpie/index.ts';
import { multilingualRecipes } from './multilingual/index.ts';

/** Every recipe of ours; its workflow and its stages' functions carry the same names. */
const ours: readonly Recipe[] = [
  ...generateRecipes,
  ...backAndForthRecipes,
  ...fineInstructionsRecipes,
  ...multilingualRecipes,
  ...lmsysSynthRecipes,
  ...magpieRecipes,
];

const known: Recipe[] = ours.map(refusing);

/** Every recipe: ours, and those that this process has taken in from folders of their own. */
export const recipes: readonly Recipe[] = known;

/**
 * A recipe whose config refuses secrets wherever they stand. Here and not in the parts' schemas, since those also read the
 * plans of builds that began when secrets were not looked for.
 */
function refusing(recipe: Recipe): Recipe {
  return {
    ...recipe,
    schema: recipe.schema.superRefine(refuseSecrets()).superRefine(checkOutput(recipe)),
  };
}

/** Two recipes of one name, or with workflows of one type: builds of the one would be made as the other's. */
export class RecipeNameTaken extends Error {
  override name = 'RecipeNameTaken';
  readonly taken: string;

  constructor(taken: string, message: string) {
    super(message);
    this.taken = taken;
  }
}

/** Adds a recipe that is not ours, before anything asks for recipes. Throws RecipeNameTaken. */
export function takeInRecipe(recipe: Recipe): void {
  const { name, workflow } = recipe;
  const named = known.find((each) => each.name === name);
  if (named !== undefined)
    throw new RecipeNameTaken(name, `there is a recipe called "${name}" already ("${named.title}")`);
  const typed = known.find((each) => each.workflow === workflow);
  if (typed !== undefined)
    throw new RecipeNameTaken(name, `the workflow "${workflow}" is the recipe "${typed.name}"'s already`);
  known.push(refusing(recipe));
}

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
