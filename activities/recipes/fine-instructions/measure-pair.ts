import { measurePair } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { formatPair } from './format-pair.ts';

export const measurePairStage = implement(measurePair, ({ instruction, response }, { tokens }) => ({
  instruction_tokens: tokens(instruction),
  response_tokens: tokens(response),
  pair_tokens: tokens(formatPair(instruction, response)),
}));
