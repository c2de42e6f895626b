import type { RecipeAnalysis } from '../../../dataset/analysis/recipe-analysis.ts';
import { categorySection } from './categories.ts';
import { complexitySection } from './complexities.ts';
import { documentSection } from './documents.ts';
import { locationSection } from './locations.ts';
import { templateSection } from './templates.ts';
import { yieldSection } from './yields.ts';

/** What the paper tells of its dataset: sections 3.2, 4.2 and 6.1, Appendix D. */
export const fineInstructionsAnalysis: RecipeAnalysis = async (inputs) => [
  ...(await yieldSection(inputs)),
  ...(await documentSection(inputs)),
  ...(await locationSection(inputs)),
  ...(await templateSection(inputs)),
  ...(await complexitySection(inputs)),
  ...(await categorySection(inputs)),
];
