import type { RecipeCode } from './recipe-code.ts';
import { deduplicateSet } from './near-duplicates/deduplicate.ts';
import { signatureStage } from './near-duplicates/signature.ts';
import { nearestSet } from './nearest.ts';
import { sampleSet } from './sample.ts';
import { stratifySet } from './stratify.ts';

/** Stages that several recipes use. */
export const common: RecipeCode = {
  rows: [signatureStage],
  sets: [nearestSet, sampleSet, stratifySet, deduplicateSet],
};
