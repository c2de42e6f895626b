import { languageOf } from '../../../schemas/inference/languages.ts';
import { lengthFor } from '../../../schemas/recipes/multilingual/lengths.ts';
import { fragment } from '../../../schemas/recipes/multilingual/responses.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { fragmentsOf } from './texts/fragments.ts';
import { lengthDraws } from './texts/length-draws.ts';
import { wholeAnswer } from './whole-answer.ts';

export const fragmentStage = implement(fragment, ({ text, language, kind }, { id, params }) => {
  const { lengths, otherLength, maxCharacters, seed } = params;
  if (kind === 'answers') return wholeAnswer(text, maxCharacters);
  const wanted = lengthDraws(lengthFor(language, lengths, otherLength), seed, id, 'length');
  const fragments = fragmentsOf(text, languageOf(language).tag, params, wanted);
  if (fragments.length === 0) return reject('no text');
  return fragments.map(({ text: response, start, end }) => ({
    text: '',
    response,
    fragment_start: start,
    fragment_end: end,
  }));
});
