/**
 * `tunesmith/stages`: what the files of a recipe's `stages/` and its `analysis.ts` are made of, the functions of its rows
 * and sets.
 *
 * @packageDocumentation
 */
export { implement } from '../activities/engine/rows/row-stage.ts';
export type {
  ImplementedRowStage,
  Outcome,
  RunContext,
  RunRow,
} from '../activities/engine/rows/row-stage.ts';
export type { AskedRole, Inquiry, Reasoned, RowContext } from '../activities/engine/rows/row-context.ts';
export { reject, Rejection, unusable, Unusable } from '../activities/engine/rows/outcome.ts';
export { isRefusal } from '../activities/engine/rows/refusal.ts';
export {
  implementGroup,
  implementReadingSet,
  implementSet,
  implementStreamingSet,
} from '../activities/engine/sets/set-stage.ts';
export type {
  Choice,
  Grouping,
  ImplementedSetStage,
  StreamedChoice,
  TableReader,
  Verdict,
} from '../activities/engine/sets/set-stage.ts';
export type { Opening, Resources } from '../activities/engine/build/resources.ts';
export { parseResponse } from '../activities/recipes/common/parse-response.ts';
export { parseScore, scoreReader } from '../activities/recipes/common/parse-score.ts';
export { readTagged } from '../activities/recipes/common/tagged.ts';
export { drawOf, drawWeighted } from '../activities/recipes/common/draws.ts';
export type { RecipeCheck } from '../activities/recipes/common/recipe-code.ts';
export type { AnalysisInputs, RecipeAnalysis } from '../activities/dataset/analysis/recipe-analysis.ts';
