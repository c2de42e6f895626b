import { judge } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseScore } from '../common/parse-score.ts';

export const judgeStage = implement(judge, async ({ instruction, response }, { ask, params }) => {
  const score = await ask({
    prompt: 'judge',
    slots: { instruction, answer: response },
    parse: parseScore,
    attempts: params.attempts,
  });
  return params.keep.includes(score) ? { score } : reject('score not kept', score);
});
