import { own } from '../../../schemas/own.ts';
import { takeEnglishPair } from '../../../schemas/recipes/multilingual/baselines.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';

export const takeEnglishPairStage = implement(takeEnglishPair, ({ text, metadata, instruction_field }) => {
  const instruction_en = own(metadata, instruction_field);
  if (typeof instruction_en !== 'string' || instruction_en.trim() === '')
    return reject('no instruction', instruction_field);
  return { text: '', instruction_en, response_en: text };
});
