import type { RecipeCode } from '../common/recipe-code.ts';
import { multilingualAnalysis } from './analysis/index.ts';
import { estimateStage } from './estimate.ts';
import { fillTemplateStage } from './fill-template.ts';
import { fragmentStage } from './fragment.ts';
import { generateInstructionStage } from './generate-instruction.ts';
import { heuristicsStage } from './heuristics.ts';
import { measureLanguagePairStage } from './measure-language-pair.ts';
import { scorePairStage } from './score-pair.ts';
import { takeEnglishPairStage } from './take-english-pair.ts';
import { translateStage } from './translate.ts';

const rows = [
  translateStage,
  estimateStage,
  fragmentStage,
  heuristicsStage,
  generateInstructionStage,
  scorePairStage,
  measureLanguagePairStage,
  fillTemplateStage,
  takeEnglishPairStage,
];

export const multilingual: RecipeCode = {
  rows,
  analyses: { multilingual: multilingualAnalysis },
};
