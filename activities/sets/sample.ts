import { sample } from '../../schemas/sets/sample.ts';
import { implementSet } from './set-stage.ts';

export const sampleSet = implementSet(sample, ({ size }, seed) => ({
  keep: `SELECT id FROM input ORDER BY md5('${seed}-' || id), id LIMIT ${size}`,
  otherwise: 'not sampled',
}));
