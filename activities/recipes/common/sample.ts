import { sample } from '../../../schemas/recipes/common/sample.ts';
import { implementSet } from '../../engine/sets/set-stage.ts';

export const sampleSet = implementSet(sample, ({ size }, seed) => ({
  keep: `SELECT id FROM input ORDER BY md5('${seed}-' || id), id LIMIT ${size}`,
  otherwise: 'not sampled',
}));
