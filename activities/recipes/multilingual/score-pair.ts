import { scorePair } from '../../../schemas/recipes/multilingual/pairs.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { parseScore } from '../common/parse-score.ts';

export const scorePairStage = implement(scorePair, async (pair, { ask, params }) => {
  const score = await ask({
    prompt: 'score',
    slots: { instruction: pair.instruction_en, response: pair.response_en },
    parse: parseScore,
    attempts: params.attempts,
  });
  return score >= params.min ? { score } : reject('score below the threshold', score);
});
