import { measurePair } from '../../../schemas/recipes/fine-instructions.ts';
import { implement } from '../../rows/row-stage.ts';
import { formatPair } from './format-pair.ts';

export const measurePairStage = implement(measurePair, ({ instruction, response }, { tokens }) => ({
  instruction_tokens: tokens(instruction),
  response_tokens: tokens(response),
  pair_tokens: tokens(formatPair(instruction, response)),
}));
