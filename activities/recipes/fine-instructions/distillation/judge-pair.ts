import { judgePair } from '../../../../schemas/recipes/fine-instructions/distil-instantiator.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { parseScore } from '../../common/parse-score.ts';

export const judgePairStage = implement(
  judgePair,
  async ({ filled, answer, is_null }, { ask, params: { attempts, keep } }) => {
    if (is_null) return { rating: null };
    const slots = { instruction: filled, answer };
    const score = await ask({ prompt: 'judge', slots, parse: parseScore, attempts });
    return keep.includes(score) ? { rating: score } : reject('score not kept', score);
  },
);
