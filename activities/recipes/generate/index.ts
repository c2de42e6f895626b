import type { RecipeCode } from '../common/recipe-code.ts';
import { generateAnalysis } from './analysis.ts';
import { answerStage } from './answer.ts';

export const generate: RecipeCode = { rows: [answerStage], analyses: { generate: generateAnalysis } };
