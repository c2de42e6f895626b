import { measure } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { copiedShare } from './copied-share.ts';

export const measureStage = implement(measure, ({ text, instruction, response }, { tokens }) => ({
  instruction_tokens: tokens(instruction),
  response_tokens: tokens(response),
  copied_share: copiedShare(response, text),
}));
