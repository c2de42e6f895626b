import { english } from '../../../schemas/recipes/common/language.ts';
import { estimate } from '../../../schemas/recipes/multilingual/pairs.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { scoreOf } from '../../inference/services/estimate-of.ts';

/**
 * Translations below `min` are rejected (section 3.1). A text in its own language is no translation: it scores 1 and
 * nothing is asked.
 */
export const estimateStage = implement(
  estimate,
  async ({ original, translation, language }, { call, params }) => {
    if (language === english) return { quality: 1 };
    const quality = scoreOf(await call({ kind: 'estimate', source: original, translation }));
    return quality >= params.min ? { quality } : reject('poor translation', quality);
  },
);
