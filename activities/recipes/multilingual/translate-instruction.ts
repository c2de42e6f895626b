import { english } from '../../../schemas/recipes/multilingual/language.ts';
import { translateInstruction } from '../../../schemas/recipes/multilingual/pairs.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { translated } from './translated.ts';

export const translateInstructionStage = implement(
  translateInstruction,
  async ({ instruction_en, language }, context) => {
    const way = { text: instruction_en, from: english, to: language };
    const text = await translated(context, { ...way, ...context.params });
    return typeof text === 'string' ? { instruction: text } : text;
  },
);
