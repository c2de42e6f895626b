import { distil } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseResponse } from '../common/parse-response.ts';

export const distilStage = implement(distil, async ({ instruction }, { ask, params }) => ({
  response: await ask({
    prompt: 'distil',
    slots: { instruction },
    parse: (answer, { finish }) => parseResponse(answer, finish),
    attempts: params.attempts,
  }),
}));
