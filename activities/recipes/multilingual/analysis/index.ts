import type { RecipeAnalysis } from '../../../dataset/analysis/recipe-analysis.ts';
import { identifiedSection, lengthSection, yieldSection } from './languages.ts';
import { qualitySection, scoreSection } from './qualities.ts';
import { taskSection, verbSection } from './tasks.ts';

/** What the paper tells of its datasets: sections 4.3.1 and 4.3.2, Tables 1 and 2, Figures 4 and 5. */
export const multilingualAnalysis: RecipeAnalysis = async (inputs) => [
  ...(await yieldSection(inputs)),
  ...(await identifiedSection(inputs)),
  ...(await lengthSection(inputs)),
  ...(await scoreSection(inputs)),
  ...(await qualitySection(inputs)),
  ...(await taskSection(inputs)),
  ...(await verbSection(inputs)),
];
