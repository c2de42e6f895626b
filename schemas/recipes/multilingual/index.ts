import type { Recipe } from '../../build/recipe.ts';
import { MultilingualSchema, multilingualStages, promptProblem, translations } from './recipe.ts';

export const multilingualRecipes: readonly Recipe[] = [
  {
    name: 'multilingual',
    workflow: 'multilingual',
    title: 'Multilingual response-first generation',
    paper:
      'Improving Multilingual Instruction Finetuning via Linguistically Natural and Diverse Datasets (Indurthi et al., 2024)',
    schema: MultilingualSchema,
    stages: [...multilingualStages],
    hidden: ['text', 'bands', 'sketch', 'fingerprint'],
    promptProblem: promptProblem,
    translations: translations,
  },
];
