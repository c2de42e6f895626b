import type { Recipe } from '../../build/recipe.ts';
import { LmsysSynthSchema, lmsysSynthStages, translations } from './recipe.ts';

export const lmsysSynthRecipes: readonly Recipe[] = [
  {
    name: 'lmsys-synth',
    workflow: 'lmsysSynth',
    title: 'LMSYS-Synth: human instructions, teachers’ answers',
    paper:
      'Building Instruction-Tuning Datasets from Human-Written Instructions with Open-Weight Large Language Models (Ma et al., 2025)',
    schema: LmsysSynthSchema,
    stages: [...lmsysSynthStages],
    kinds: ['pair', 'preference', 'conversation'],
    hidden: ['tags', 'flags', 'instruction_hash', 'translation_hash', 'further', 'log_response'],
    about: { instruction: 'What a person asked; in another language, its translation' },
    training: {
      learningRate: 2.5e-5,
      scheduler: 'cosine',
      warmupRatio: 0.1,
      leastRate: 0.1,
      beta2: 0.95,
      epochs: 2,
      batchSize: 512,
      origin: 'Ma et al. (2025), section 3.1',
    },
    translations,
  },
];
