import { english } from '../../../schemas/recipes/multilingual/language.ts';
import { estimateInstruction } from '../../../schemas/recipes/multilingual/pairs.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { estimated } from './estimated.ts';

export const estimateInstructionStage = implement(
  estimateInstruction,
  async ({ instruction, instruction_en, language }, context) => {
    const pair = { source: instruction_en, translation: instruction, same: language === english };
    const score = await estimated(context, pair, context.params.min);
    return typeof score === 'number' ? { instruction_quality: score } : score;
  },
);
