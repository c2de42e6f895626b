import { heuristics } from '../../../schemas/recipes/multilingual/responses.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { applyHeuristics } from './texts/heuristics.ts';
import { openIdentifier } from '../common/identify.ts';

export const heuristicsStage = implement(
  heuristics,
  ({ response, language }, { params, opened }) => {
    const found = applyHeuristics(response, language, params, opened);
    if (typeof found === 'object') return reject(found.rule, found.detail, response);
    return { language_checked: found };
  },
  { open: openIdentifier },
);
