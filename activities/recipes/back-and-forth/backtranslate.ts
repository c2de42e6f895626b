import { backtranslate } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseInstruction } from './parse-instruction.ts';

export const backtranslateStage = implement(backtranslate, async ({ text }, { ask, params }) => ({
  instruction: await ask({
    prompt: 'backtranslate',
    slots: { response: text },
    parse: (answer) => parseInstruction(answer, params.maxCharacters),
    attempts: params.attempts,
  }),
}));
