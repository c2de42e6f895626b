import type { RecipeAnalysis } from '../recipe-analysis.ts';
import { categorySection } from './fine-instructions/categories.ts';
import { complexitySection } from './fine-instructions/complexities.ts';
import { documentSection } from './fine-instructions/documents.ts';
import { locationSection } from './fine-instructions/locations.ts';
import { templateSection } from './fine-instructions/templates.ts';
import { yieldSection } from './fine-instructions/yields.ts';

/** What the paper tells of its dataset: sections 3.2, 4.2 and 6.1, Appendix D. */
export const fineInstructionsAnalysis: RecipeAnalysis = async (inputs) => [
  ...(await yieldSection(inputs)),
  ...(await documentSection(inputs)),
  ...(await locationSection(inputs)),
  ...(await templateSection(inputs)),
  ...(await complexitySection(inputs)),
  ...(await categorySection(inputs)),
];
