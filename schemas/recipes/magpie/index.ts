import type { Recipe } from '../../build/recipe.ts';
import { embedText, nearBenchmarks, overlapBenchmarks } from './benchmarks.ts';
import { converse, respond } from './conversation.ts';
import { cleanInstruction, preQuery } from './instructions.ts';
import { labelInstruction, measureLengths } from './labels.ts';
import { nearest } from '../common/nearest.ts';
import { sample } from '../common/sample.ts';
import { embedInstruction } from './neighbours.ts';
import { preferBest } from './preference.ts';
import { answerByBase, rateBaseResponse, rateResponse, rewardDifference } from './reward.ts';
import { judgeSafety } from './safety.ts';
import { filterPairs } from './filters.ts';
import { MagpieSchema, promptProblem } from './recipe.ts';

export const magpieRecipes: readonly Recipe[] = [
  {
    name: 'magpie',
    workflow: 'magpie',
    title: 'Magpie: instructions drawn from an aligned model',
    paper:
      'Magpie: Alignment Data Synthesis from Scratch by Prompting Aligned LLMs with Nothing (Xu et al., 2024)',
    schema: MagpieSchema,
    stages: [
      preQuery,
      cleanInstruction,
      respond,
      measureLengths,
      labelInstruction,
      judgeSafety,
      embedInstruction,
      nearest,
      embedText,
      nearBenchmarks,
      overlapBenchmarks,
      rateResponse,
      answerByBase,
      rateBaseResponse,
      rewardDifference,
      sample,
      filterPairs,
      preferBest,
      converse,
    ],
    kinds: ['pair', 'conversation', 'preference'],
    hidden: ['draw', 'drawn', 'finish'],
    sameModel: { responder: 'instructor' },
    about: { base_reward: 'Reward of the base model’s answer' },
    promptProblem: promptProblem,
  },
];
