import { english } from '../../../schemas/recipes/common/language.ts';
import { translate } from '../../../schemas/recipes/multilingual/pairs.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { translateText } from '../common/translation/translate.ts';

/** In its own language a text is itself, and nothing is asked. A translation without text is a reject. */
export const translateStage = implement(translate, async ({ original, language }, context) => {
  const { into, ...params } = context.params;
  const [from, to] = into === 'English' ? [language, english] : [english, language];
  if (from === to) return { translation: original };
  const translation = await translateText(context, { text: original, from, to, ...params });
  return translation.trim() === '' ? reject('empty translation') : { translation };
});
