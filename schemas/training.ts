import { z } from 'zod';
import { MessageSchema } from './inference/question.ts';

/** Columns of a table that becomes training files: what a model is asked, and what it is to answer. */
export const exampleShape = {
  /** Messages of the prompt, without the answer. */
  prompt_messages: z.array(MessageSchema),
  completion: z.string(),
};

/** How a model is fine-tuned on a build's examples; the recipe gives its paper's values as defaults. */
export const HyperparametersSchema = z.strictObject({
  /** Model to begin with, as the Hugging Face hub names it, or a folder. */
  baseModel: z.string().min(1),
  /** False for a base model without a chat template: Llama-2's turns are written beside the files. @default true */
  hasChatTemplate: z.boolean().default(true),
  learningRate: z.number().positive().default(1e-5),
  scheduler: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  warmupRatio: z.number().min(0).max(1).default(0),
  /** Share of the learning rate that a cosine ends at. @default 0 */
  leastRate: z.number().min(0).lt(1).optional(),
  /** AdamW's second beta. @default the trainer's, 0.999 */
  beta2: z.number().gt(0).lt(1).optional(),
  weightDecay: z.number().nonnegative().default(0),
  /** Times that each example is seen. @default 1 */
  epochs: z.number().positive().default(1),
  /** Examples a step, over all GPUs. @default 32 */
  batchSize: z.int().positive().default(32),
  gpus: z.int().positive().default(8),
  /** Longest example in tokens. @default 4096 */
  maxLength: z.int().positive().default(4096),
  seed: z.int().nonnegative().default(42),
  /** Where the values are from, such as the paper and its section: a comment in the configs. */
  origin: z.string().optional(),
});
export type Hyperparameters = z.output<typeof HyperparametersSchema>;

const given = HyperparametersSchema.shape;

/** The same as a config gives it for the dataset itself: what is left out is the recipe's, or the kind's. */
export const DatasetTrainingSchema = z.strictObject({
  baseModel: given.baseModel.optional(),
  hasChatTemplate: given.hasChatTemplate.unwrap().optional(),
  learningRate: given.learningRate.unwrap().optional(),
  scheduler: given.scheduler.unwrap().optional(),
  warmupRatio: given.warmupRatio.unwrap().optional(),
  leastRate: given.leastRate,
  beta2: given.beta2,
  weightDecay: given.weightDecay.unwrap().optional(),
  epochs: given.epochs.unwrap().optional(),
  batchSize: given.batchSize.unwrap().optional(),
  gpus: given.gpus.unwrap().optional(),
  maxLength: given.maxLength.unwrap().optional(),
  seed: given.seed.unwrap().optional(),
  origin: given.origin,
  /** Preferences: how far the model may go from the one that it begins as. */
  beta: z.number().positive().optional(),
});
export type DatasetTraining = z.output<typeof DatasetTrainingSchema>;

/** All of it: how a model is fine-tuned on a dataset. */
export const TunedBySchema = HyperparametersSchema.extend({ beta: z.number().positive().default(0.1) });
export type TunedBy = z.output<typeof TunedBySchema>;

/** Name of a model's training files, and of the folder in which a trainer leaves the model. */
export const TrainingNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'use lower-case letters, digits and "-"');
