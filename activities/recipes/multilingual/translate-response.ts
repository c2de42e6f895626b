import { english } from '../../../schemas/recipes/multilingual/language.ts';
import { translateResponse } from '../../../schemas/recipes/multilingual/pairs.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { translated } from './translated.ts';

export const translateResponseStage = implement(
  translateResponse,
  async ({ response, language }, context) => {
    const text = await translated(context, {
      text: response,
      from: language,
      to: english,
      ...context.params,
    });
    return typeof text === 'string' ? { response_en: text } : text;
  },
);
