import { judgePair } from '../../../../schemas/recipes/distil-instantiator.ts';
import { reject } from '../../../rows/outcome.ts';
import { implement } from '../../../rows/row-stage.ts';
import { parseScore } from '../../parse-score.ts';

export const judgePairStage = implement(
  judgePair,
  async ({ filled, answer, is_null }, { ask, params: { attempts, keep } }) => {
    if (is_null) return { rating: null };
    const slots = { instruction: filled, answer };
    const score = await ask({ prompt: 'judge', slots, parse: parseScore, attempts });
    return keep.includes(score) ? { rating: score } : reject('score not kept', score);
  },
);
