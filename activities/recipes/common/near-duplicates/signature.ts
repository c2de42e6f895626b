import { signature } from '../../../../schemas/recipes/common/near-duplicates.ts';
import { writesSpaces } from '../../../../schemas/recipes/common/language.ts';
import { digestOf } from '../../../digest.ts';
import { bandsOf } from './bands.ts';
import { minHash } from './min-hash.ts';
import { hash32, shinglesOf, unitsOf } from './shingles.ts';
import { sketchOf } from './sketch.ts';
import { implement } from '../../../engine/rows/row-stage.ts';

export const signatureStage = implement(signature, ({ response, language }, { params }) => {
  const spaced = writesSpaces(language);
  const units = unitsOf(response, spaced);
  const minima = minHash(shinglesOf(units, spaced, params), params.bands * params.rows);
  return {
    fingerprint: digestOf({ language, units }),
    bands: bandsOf(minima, params.bands, params.rows, hash32(language)),
    sketch: sketchOf(minima),
  };
});
