import type { BankRef } from '../../../schemas/recipes/fine-instructions/bank.ts';
import type { BuildRef, TrainingFiles } from '../../../schemas/build/task.ts';
import { beating } from '../../engine/build/beating.ts';
import { openBuildOf } from '../../engine/build/open-plan.ts';
import type { WorkerParts } from '../../engine/build/worker-parts.ts';
import type { RecipeCode } from '../common/recipe-code.ts';
import { fineInstructionsAnalysis } from './analysis/index.ts';
import { findBank } from './bank/find-bank.ts';
import { publishBank, type PublishBankInput, type PublishedBank } from './bank/publish-bank.ts';
import { writeEmbedderPairs, type EmbedderPairs } from './embedder-training/write-embedder-pairs.ts';
import { categorizeStage } from './categorize.ts';
import { checkCompatibleStage, keepCompatibleStage } from './check-compatible.ts';
import { countDocumentStage } from './count-document.ts';
import { decontaminateStage } from './decontaminate.ts';
import { distillationStages } from './distillation/index.ts';
import { embedderStages } from './embedder/index.ts';
import { embedTemplateStage } from './embed-template.ts';
import { genericizeStage } from './genericize.ts';
import { instantiateStage } from './instantiate.ts';
import { judgeStage } from './judge.ts';
import { matchStage, matchWindowsStage } from './match.ts';
import { measurePairStage } from './measure-pair.ts';
import { moderateStage } from './moderate.ts';
import { capTemplatesSet, distinctQueriesSet, distinctTemplatesSet, fitBudgetSet } from './sets.ts';

const rows = [
  moderateStage,
  decontaminateStage,
  genericizeStage,
  embedTemplateStage,
  countDocumentStage,
  matchStage,
  matchWindowsStage,
  checkCompatibleStage,
  keepCompatibleStage,
  ...embedderStages,
  ...distillationStages,
  instantiateStage,
  judgeStage,
  measurePairStage,
  categorizeStage,
];

export const fineInstructions: RecipeCode = {
  rows,
  sets: [distinctQueriesSet, distinctTemplatesSet, capTemplatesSet, fitBudgetSet],
  analyses: { 'fine-instructions': fineInstructionsAnalysis },
};

export function fineInstructionsActivities(parts: WorkerParts) {
  return {
    findBank: (input: { build: BuildRef; name: string }): Promise<BankRef> =>
      beating(async () => findBank(input.name, await openBuildOf(input.build, parts))),
    publishBank: (input: PublishBankInput): Promise<PublishedBank> =>
      beating((signal) => publishBank(input, parts, signal)),
    writeEmbedderPairs: (input: EmbedderPairs): Promise<TrainingFiles> =>
      beating((signal, report) => writeEmbedderPairs(input, parts, signal, report)),
  };
}
