import type { RecipeCode } from '../common/recipe-code.ts';
import { multilingualAnalysis } from './analysis/index.ts';
import { deduplicateSet } from './deduplicate.ts';
import { estimateInstructionStage } from './estimate-instruction.ts';
import { estimateResponseStage } from './estimate-response.ts';
import { fillTemplateStage } from './fill-template.ts';
import { fragmentStage } from './fragment.ts';
import { generateInstructionStage } from './generate-instruction.ts';
import { heuristicsStage } from './heuristics.ts';
import { measureLanguagePairStage } from './measure-language-pair.ts';
import { scorePairStage } from './score-pair.ts';
import { signatureStage } from './signature.ts';
import { takeEnglishPairStage } from './take-english-pair.ts';
import { translateEnglishResponseStage } from './translate-english-response.ts';
import { translateInstructionStage } from './translate-instruction.ts';
import { translateResponseStage } from './translate-response.ts';

const rows = [
  fragmentStage,
  heuristicsStage,
  signatureStage,
  translateResponseStage,
  estimateResponseStage,
  generateInstructionStage,
  scorePairStage,
  translateInstructionStage,
  estimateInstructionStage,
  measureLanguagePairStage,
  fillTemplateStage,
  takeEnglishPairStage,
  translateEnglishResponseStage,
];

export const multilingual: RecipeCode = {
  rows,
  sets: [deduplicateSet],
  analyses: { multilingual: multilingualAnalysis },
};
