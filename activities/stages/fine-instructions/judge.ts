import { judge } from '../../../schemas/recipes/fine-instructions.ts';
import { reject } from '../../rows/outcome.ts';
import { implement } from '../../rows/row-stage.ts';
import { parseScore } from '../parse-score.ts';

export const judgeStage = implement(judge, async ({ instruction, response }, { ask, params }) => {
  const score = await ask({
    prompt: 'judge',
    slots: { instruction, answer: response },
    parse: parseScore,
    attempts: params.attempts,
  });
  return params.keep.includes(score) ? { score } : reject('score not kept', score);
});
