import { distil } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseResponse } from '../common/parse-response.ts';

export const distilStage = implement(distil, async ({ instruction }, { askWithReasoning, params }) => {
  const { said: response, reasoning } = await askWithReasoning({
    prompt: 'distil',
    slots: { instruction },
    parse: parseResponse,
    attempts: params.attempts,
  });
  return { response, reasoning };
});
