import { measureLengths } from '../../../../schemas/recipes/magpie/labels.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { openIdentifier } from '../../common/identify.ts';
import { charactersIn } from '../../common/sentences.ts';

export const measureLengthsStage = implement(
  measureLengths,
  ({ instruction, response }, { tokens, opened }) => ({
    instruction_characters: charactersIn(instruction),
    response_characters: charactersIn(response),
    instruction_tokens: tokens(instruction),
    response_tokens: tokens(response),
    // The identifier is asked how far it looks like one language, and says which it looks like most.
    detected_language: opened(instruction, 'eng_Latn')?.best || null,
  }),
  { open: () => openIdentifier() },
);
