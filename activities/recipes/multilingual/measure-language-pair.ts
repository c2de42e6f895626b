import { measureLanguagePair } from '../../../schemas/recipes/multilingual/pairs.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { charactersIn } from '../common/sentences.ts';

export const measureLanguagePairStage = implement(
  measureLanguagePair,
  ({ instruction, response }, { tokens }) => ({
    instruction_tokens: tokens(instruction),
    response_tokens: tokens(response),
    instruction_characters: charactersIn(instruction),
    response_characters: charactersIn(response),
  }),
);
