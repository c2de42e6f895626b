import type { SeedData } from '../../../schemas/recipes/back-and-forth/seed-data.ts';
import type { BuildRef, TrainingFiles } from '../../../schemas/build/task.ts';
import { beating } from '../../engine/build/beating.ts';
import type { WorkerParts } from '../../engine/build/worker-parts.ts';
import type { RecipeCode } from '../common/recipe-code.ts';
import { backtranslateStage } from './backtranslate.ts';
import { distilStage } from './distil.ts';
import { fitContextStage } from './fit-context.ts';
import { keepDocumentStage } from './keep-document.ts';
import { measureStage } from './measure.ts';
import { rewriteStage } from './rewrite.ts';
import { scoreStage } from './score.ts';
import { writeTraining } from './seed-data/write-training.ts';

export const backAndForth: RecipeCode = {
  rows: [
    fitContextStage,
    backtranslateStage,
    scoreStage,
    rewriteStage,
    distilStage,
    keepDocumentStage,
    measureStage,
  ],
};

export function backAndForthActivities(parts: WorkerParts) {
  return {
    writeTraining: (input: { build: BuildRef; seedData: SeedData }): Promise<TrainingFiles> =>
      beating(() => writeTraining(input, parts)),
  };
}
