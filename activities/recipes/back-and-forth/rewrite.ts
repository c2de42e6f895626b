import { rewrite } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseRewrite } from './parse-rewrite.ts';

export const rewriteStage = implement(rewrite, async ({ instruction, text }, { ask, params }) => ({
  response: await ask({
    prompt: 'rewrite',
    slots: { instruction, response: text },
    parse: (answer, { finish }) => parseRewrite(answer, text, finish),
    attempts: params.attempts,
  }),
}));
