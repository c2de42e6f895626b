import { languageOf } from '../../../../schemas/inference/languages.ts';
import { measureLanguage } from '../../../../schemas/recipes/lmsys-synth/languages.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { characterShare } from '../../common/scripts.ts';

export const measureLanguageStage = implement(measureLanguage, (pair, { params: { min } }) => {
  const { script } = languageOf(pair.language);
  const response_share = characterShare(pair.response, script);
  if (isOffTarget(response_share, min))
    return reject('off-target language', `${response_share.toFixed(3)} < ${min ?? 0}`, pair.response);
  return { instruction_share: characterShare(pair.instruction, script), response_share };
});

/** Whether an answer's share of its language is below the least one; that itself stays. */
export function isOffTarget(share: number, min: number | undefined): boolean {
  return min !== undefined && share < min;
}
