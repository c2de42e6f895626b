import { putIntoLanguage } from '../../../../schemas/recipes/lmsys-synth/languages.ts';
import { isBlank } from '../../../is-blank.ts';
import { reject } from '../../../engine/rows/outcome.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { translateText } from '../../common/translation/translate.ts';
import { instructionHash } from '../instructions/normal-form.ts';

/** Of the user's further utterances those that will be asked are translated; the others are left out. */
export const putIntoLanguageStage = implement(putIntoLanguage, async (row, context) => {
  const { ignoreCase, turns, ...params } = context.params;
  const translated = await Promise.all(
    [row.instruction, ...row.further.slice(0, turns - 1)].map((text) =>
      translateText(context, { text, ...params }),
    ),
  );
  const [instruction = '', ...further] = translated.map((text) => text.trim());
  if (isBlank(instruction)) return reject('empty translation', undefined, row.instruction);
  return {
    instruction,
    language: params.to,
    further,
    source_instruction: row.instruction,
    translation_hash: instructionHash(instruction, ignoreCase),
  };
});
