import { score } from '../../../schemas/recipes/back-and-forth/recipe.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseScore } from '../common/parse-score.ts';

export const scoreStage = implement(score, async ({ instruction, text }, { ask, params }) => {
  const found = await ask({
    prompt: 'score',
    slots: { instruction, response: text },
    parse: parseScore,
    attempts: params.attempts,
  });
  return params.keep.includes(found) ? { score: found } : reject('score not kept', found);
});
