import type { RecipeCode } from '../common/recipe-code.ts';
import { generateAnalysis } from './analysis.ts';
import { answerStage } from './answer.ts';
import { answerMessagesStage } from './answer-messages.ts';

export const generate: RecipeCode = {
  rows: [answerStage, answerMessagesStage],
  analyses: { generate: generateAnalysis },
};
