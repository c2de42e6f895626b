import type { RecipeCode } from './recipe-code.ts';
import { nearestSet } from './nearest.ts';
import { sampleSet } from './sample.ts';
import { stratifySet } from './stratify.ts';

/** Stages that several recipes use. */
export const common: RecipeCode = { sets: [nearestSet, sampleSet, stratifySet] };
