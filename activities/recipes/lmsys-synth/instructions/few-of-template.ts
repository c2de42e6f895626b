import { fewOfTemplate } from '../../../../schemas/recipes/lmsys-synth/instructions.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';

/** An instruction's first words in lower case; numbers and what stands for names are any, and so is what is between words. */
const opening = (words: number) => `array_to_string(list_slice(regexp_extract_all(
    regexp_replace(regexp_replace(lower(instruction), '\\b[a-z]+_\\d+\\b', 'name', 'g'), '\\d+', '0', 'g'),
    '[\\p{L}\\p{M}\\p{N}]+'), 1, ${words}), ' ')`;

export const fewOfTemplateSet = implementSet(fewOfTemplate, ({ words, most }) => ({
  keep: `SELECT id FROM (SELECT id, ${opening(words)} AS opening FROM input)
    QUALIFY row_number() OVER (PARTITION BY opening ORDER BY id) <= ${most}`,
  otherwise: 'repeated prompt',
  why: `SELECT id, 'repeated prompt' AS reason, opening || ' … (' || count(*) OVER (PARTITION BY opening) || ' times)' AS detail
    FROM (SELECT id, ${opening(words)} AS opening FROM input)
    QUALIFY row_number() OVER (PARTITION BY opening ORDER BY id) > ${most}`,
}));
