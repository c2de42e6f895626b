import { z } from 'zod';
import { roleWithSampling, serviceRole } from '../../inference/role.ts';
import { column } from '../../table/meaning.ts';
import { rowStage } from '../../table/stage.ts';

/** D.2: says what is unsafe; Llama-Guard-2 in the paper. A moderations service, or a chat model. */
export const guardRole = z.union([serviceRole(['moderations']), roleWithSampling({ temperature: 0 })]);

export const SafetySchema = z.strictObject({
  /**
   * How a chat model is asked: by the `prompt` guard.md, or by the `conversation` itself, for Llama-Guard and its like, whose
   * own chat template holds the question.
   */
  by: z.enum(['prompt', 'conversation']).default('prompt'),
  attempts: z.int().positive().max(20).default(3),
});

/** D.2: whether an instruction and its response are safe, and what of them is not. */
export const judgeSafety = rowStage({
  name: 'judge-safety',
  version: 1,
  title: 'Judge the safety',
  role: 'guard',
  prompts: { guard: ['text'] },
  labels: ['instruction_harms', 'response_harms'],
  needs: { instruction: z.string(), response: z.string() },
  adds: {
    instruction_harms: column(z.array(z.string()).nullable(), {
      about: 'What is unsafe about `instruction`; empty where nothing is',
    }),
    response_harms: column(z.array(z.string()).nullable(), {
      about: 'What is unsafe about `response`; empty where nothing is',
    }),
  },
  params: SafetySchema,
});
