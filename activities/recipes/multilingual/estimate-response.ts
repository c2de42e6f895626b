import { english } from '../../../schemas/recipes/multilingual/language.ts';
import { estimateResponse } from '../../../schemas/recipes/multilingual/pairs.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { estimated } from './estimated.ts';

export const estimateResponseStage = implement(
  estimateResponse,
  async ({ response, response_en, language }, context) => {
    const { min, original } = context.params;
    const [source, translation] = original === 'response' ? [response, response_en] : [response_en, response];
    const score = await estimated(context, { source, translation, same: language === english }, min);
    return typeof score === 'number' ? { response_quality: score } : score;
  },
);
