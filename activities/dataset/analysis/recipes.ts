import type { RecipeAnalysis } from './recipe-analysis.ts';
import { fineInstructionsAnalysis } from './recipes/fine-instructions.ts';
import { generateAnalysis } from './recipes/generate.ts';
import { multilingualAnalysis } from './recipes/multilingual.ts';

/** What recipes tell of their datasets beside what all do, by the recipe's name. */
export const recipeAnalyses: ReadonlyMap<string, RecipeAnalysis> = new Map([
  ['fine-instructions', fineInstructionsAnalysis],
  ['generate', generateAnalysis],
  ['multilingual', multilingualAnalysis],
]);
