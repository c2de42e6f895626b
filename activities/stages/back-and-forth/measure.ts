import { measure } from '../../../schemas/recipes/back-and-forth.ts';
import { implement } from '../../rows/row-stage.ts';
import { copiedShare } from './copied-share.ts';

export const measureStage = implement(measure, ({ text, instruction, response }, { tokens }) => ({
  instruction_tokens: tokens(instruction),
  response_tokens: tokens(response),
  copied_share: copiedShare(response, text),
}));
