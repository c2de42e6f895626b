import { z } from 'zod';
import { serviceRole, roleWithSampling, rewardApis, SamplingSchema } from '../../inference/role.ts';
import { column } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** Section 3.3: rates answers; FsfairX-LLaMA3-RM-v0.1 in the paper, ArmoRM for preferences. */
export const rewardRole = serviceRole(rewardApis).refine(
  ({ api, chatTemplate }) => api !== 'sglang-classify' || chatTemplate !== undefined,
  {
    path: ['chatTemplate'],
    error: "name the reward model's tokenizer_config.json: this api takes conversations as text",
  },
);

/** Section 3.3: the model before it was aligned, which goes on from a prompt such as URIAL's. */
export const baseRole = roleWithSampling({ temperature: 0 }).safeExtend({
  api: z.literal('completion').default('completion'),
  sampling: z
    .strictObject({
      ...SamplingSchema.shape,
      temperature: SamplingSchema.shape.temperature.unwrap().default(0),
      /** Longer answers are rated as far as they go. */
      maxTokens: z.int().positive().default(2048),
    })
    .prefault({}),
});

/** Section 3.3: r*, how well the response answers the instruction, on the reward model's own scale. */
export const rateResponse = rowStage({
  name: 'rate-response',
  version: 1,
  title: 'Rate the response',
  role: 'reward',
  needs: { instruction: z.string(), response: z.string().nullable() },
  adds: { reward: column(z.number().nullable(), { about: 'Reward of the response' }) },
  params: z.strictObject({}),
});

/** Section 3.3: what the base model answers. */
export const answerByBase = rowStage({
  name: 'answer-by-base',
  version: 1,
  title: 'Have the base model answer',
  role: 'base',
  prompts: { 'base-answer': ['instruction'] },
  labels: ['base_response'],
  needs: { instruction: z.string() },
  adds: { base_response: column(z.string().nullable(), { about: 'What the base model answers' }) },
  params: z.strictObject({ attempts: z.int().positive().max(20).default(3) }),
});

/** Section 3.3: r_base, by the same reward model. */
export const rateBaseResponse = rateResponse.as('rate-base-response', {
  title: 'Rate the base model’s answer',
  columns: { response: 'base_response', reward: 'base_reward' },
});

/** Section 3.3: r* - r_base; positive where the response is better than what the base model answers. */
export const rewardDifference = rowStage({
  name: 'reward-difference',
  version: 1,
  title: 'Take the reward difference',
  needs: { reward: z.number().nullable(), base_reward: z.number().nullable() },
  adds: {
    reward_difference: column(z.number().nullable(), {
      about: '`reward` less the reward of the base model’s answer',
    }),
  },
  params: z.strictObject({}),
});
