import type { BuildRef } from '../../../schemas/build/task.ts';
import { beating } from '../../engine/build/beating.ts';
import type { WorkerParts } from '../../engine/build/worker-parts.ts';
import { checkPreQuery, preQueryFindings } from './check/check-pre-query.ts';
import type { RecipeCode } from '../common/recipe-code.ts';
import { magpieAnalysis } from './analysis/index.ts';
import { nearBenchmarksSet } from './benchmarks/near-benchmarks.ts';
import { overlapBenchmarksSet } from './benchmarks/overlap-benchmarks.ts';
import { cleanInstructionStage } from './clean-instruction.ts';
import { converseStage } from './converse.ts';
import { labelInstructionStage } from './labels/label-instruction.ts';
import { filterPairsSet } from './filters/filter-pairs.ts';
import { embedInstructionStage } from './labels/embed-instruction.ts';
import { judgeSafetyStage } from './labels/judge-safety.ts';
import { measureLengthsStage } from './labels/measure-lengths.ts';
import { preferBestStage } from './preference/prefer-best.ts';
import { preQueryStage } from './pre-query.ts';
import { answerByBaseStage } from './reward/answer-by-base.ts';
import { rateResponseStage, rewardDifferenceStage } from './reward/rate-response.ts';
import { respondStage } from './respond.ts';

export const magpie: RecipeCode = {
  rows: [
    preQueryStage,
    cleanInstructionStage,
    respondStage,
    converseStage,
    measureLengthsStage,
    labelInstructionStage,
    judgeSafetyStage,
    embedInstructionStage,
    rateResponseStage,
    answerByBaseStage,
    rewardDifferenceStage,
    preferBestStage,
  ],
  sets: [filterPairsSet, nearBenchmarksSet, overlapBenchmarksSet],
  analyses: { magpie: magpieAnalysis },
  checks: { magpie: preQueryFindings },
};

export function magpieActivities(parts: WorkerParts) {
  return {
    checkPreQuery: (input: { build: BuildRef }): Promise<void> =>
      beating(() => checkPreQuery(input.build, parts)),
  };
}
