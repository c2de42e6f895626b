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

export const fineInstructionsRowStages = [
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
export const fineInstructionsSets = [distinctQueriesSet, distinctTemplatesSet, capTemplatesSet, fitBudgetSet];
