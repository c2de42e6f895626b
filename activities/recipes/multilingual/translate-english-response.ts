import { translateEnglishResponse } from '../../../schemas/recipes/multilingual/baselines.ts';
import { english } from '../../../schemas/recipes/multilingual/language.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { translated } from './translated.ts';

export const translateEnglishResponseStage = implement(
  translateEnglishResponse,
  async ({ response_en, language }, context) => {
    const way = { text: response_en, from: english, to: language };
    const text = await translated(context, { ...way, ...context.params });
    return typeof text === 'string' ? { response: text } : text;
  },
);
