import { rewrite } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseRewrite } from './parse-rewrite.ts';

export const rewriteStage = implement(
  rewrite,
  async ({ instruction, text }, { askWithReasoning, params }) => {
    const { said: response, reasoning } = await askWithReasoning({
      prompt: 'rewrite',
      slots: { instruction, response: text },
      parse: (answer, { finish }) => parseRewrite(answer, text, finish),
      readsCut: true,
      attempts: params.attempts,
    });
    return { response, reasoning };
  },
);
