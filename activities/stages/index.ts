import type { ImplementedRowStage } from '../rows/row-stage.ts';
import { deduplicateSet } from '../sets/deduplicate-fragments.ts';
import { sampleSet } from '../sets/sample.ts';
import { stratifySet } from '../sets/stratify.ts';
import type { ImplementedSetStage } from '../sets/set-stage.ts';
import { backtranslateStage } from './back-and-forth/backtranslate.ts';
import { distilStage } from './back-and-forth/distil.ts';
import { fitContextStage } from './back-and-forth/fit-context.ts';
import { keepDocumentStage } from './back-and-forth/keep-document.ts';
import { measureStage } from './back-and-forth/measure.ts';
import { rewriteStage } from './back-and-forth/rewrite.ts';
import { scoreStage } from './back-and-forth/score.ts';
import { fineInstructionsRowStages, fineInstructionsSets } from './fine-instructions/index.ts';
import { answerStage } from './generate/answer.ts';
import { multilingualRowStages } from './multilingual/index.ts';

const rows: readonly ImplementedRowStage[] = [
  answerStage,
  fitContextStage,
  backtranslateStage,
  scoreStage,
  rewriteStage,
  distilStage,
  keepDocumentStage,
  measureStage,
  ...fineInstructionsRowStages,
  ...multilingualRowStages,
];
const sets: readonly ImplementedSetStage[] = [
  sampleSet,
  stratifySet,
  ...fineInstructionsSets,
  deduplicateSet,
];

/** Every stage's function, by the stage's name. */
export const rowStages: ReadonlyMap<string, ImplementedRowStage> = new Map(
  rows.map((each) => [each.stage.name, each]),
);
export const setStages: ReadonlyMap<string, ImplementedSetStage> = new Map(
  sets.map((each) => [each.stage.name, each]),
);
