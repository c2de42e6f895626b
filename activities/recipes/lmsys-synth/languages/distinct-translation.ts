import { distinctTranslation } from '../../../../schemas/recipes/lmsys-synth/languages.ts';
import { implementSet } from '../../../engine/sets/set-stage.ts';

export const distinctTranslationSet = implementSet(distinctTranslation, () => ({
  keep: `SELECT min(id) AS id FROM input GROUP BY translation_hash`,
  otherwise: 'duplicate',
  why: `WITH firsts AS (SELECT min(id) AS first, translation_hash FROM input GROUP BY translation_hash)
    SELECT id, 'duplicate' AS reason, 'of ' || first AS detail FROM input JOIN firsts USING (translation_hash) WHERE id <> first`,
}));
