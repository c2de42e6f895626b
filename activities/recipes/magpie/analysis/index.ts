import { MagpieSchema } from '../../../../schemas/recipes/magpie/recipe.ts';
import type { RecipeAnalysis } from '../../../dataset/analysis/recipe-analysis.ts';
import { cleaningSection } from './cleaning.ts';
import { contaminationSection } from './contamination.ts';
import { costSection } from './cost.ts';
import { filterSection } from './filter.ts';
import { labelSection } from './labels.ts';
import { languageSection, verbSection } from './languages.ts';
import { mapSection } from './map.ts';
import { neighbourSection } from './neighbours.ts';
import { preQuerySection } from './pre-query.ts';
import { rewardSection } from './rewards.ts';
import { safetySection } from './safety.ts';
import { domainSection, samplingSection } from './samplings.ts';

/** What the paper tells of its datasets: section 3, Appendices C and D. */
export const magpieAnalysis: RecipeAnalysis = async (inputs) => {
  const config = MagpieSchema.parse(inputs.config);
  return [
    await preQuerySection(config),
    ...(await cleaningSection(inputs)),
    ...(await filterSection(inputs, config)),
    ...(await labelSection(inputs)),
    ...(await samplingSection(inputs)),
    ...(await domainSection(inputs)),
    ...(await languageSection(inputs)),
    ...(await verbSection(inputs)),
    ...(await neighbourSection(inputs)),
    ...(await mapSection(inputs, config)),
    ...(await rewardSection(inputs)),
    ...(await safetySection(inputs)),
    ...(await contaminationSection(inputs, config)),
    ...(await costSection(inputs)),
  ];
};
