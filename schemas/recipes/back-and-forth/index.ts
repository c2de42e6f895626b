import type { Recipe } from '../../build/recipe.ts';
import { sample } from '../common/sample.ts';
import {
  BackAndForthSchema,
  backtranslate,
  distil,
  fitContext,
  keepDocument,
  measure,
  rewrite,
  score,
} from './recipe.ts';

export const backAndForthRecipes: readonly Recipe[] = [
  {
    name: 'back-and-forth',
    workflow: 'backAndForth',
    title: 'Back-and-forth translation',
    paper: 'Better Alignment with Instruction Back-and-Forth Translation (Nguyen et al., 2024)',
    schema: BackAndForthSchema,
    stages: [fitContext, backtranslate, score, rewrite, distil, keepDocument, measure, sample],
  },
];
