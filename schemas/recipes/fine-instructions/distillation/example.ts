import { z } from 'zod';
import { exampleShape, HyperparametersSchema } from '../../../training.ts';
import { rowStage } from '../../../table/stage.ts';

/** How a distilled model is fine-tuned. The paper names the base models alone: the other values are ours. */
export function distillationSchema(defaults: {
  baseModel: string;
  learningRate: number;
  maxLength: number;
  origin: string;
}) {
  const { learningRate, warmupRatio, epochs, batchSize, maxLength, origin } = HyperparametersSchema.shape;
  return HyperparametersSchema.extend({
    baseModel: HyperparametersSchema.shape.baseModel.default(defaults.baseModel),
    learningRate: learningRate.unwrap().default(defaults.learningRate),
    warmupRatio: warmupRatio.unwrap().default(0.03),
    epochs: epochs.unwrap().default(2),
    batchSize: batchSize.unwrap().default(64),
    maxLength: maxLength.unwrap().default(defaults.maxLength),
    origin: origin.unwrap().default(defaults.origin),
  });
}

/** The part of a distilled model's examples that the paper leaves open, and ours. */
export const sampleShape = {
  /** Share of the examples that teach to answer `null` (section 3.3: about 5%). */
  nulls: z.number().min(0).lt(1).default(0.05),
};

/** Columns of an example before its texts are measured. */
export const unmeasuredShape = {
  ...exampleShape,
  /** Whether it teaches to answer `null`. */
  is_null: z.boolean(),
};

/** An example that fits the model's context in training: its prompt and what is to be answered. */
export const writeExample = rowStage({
  name: 'write-example',
  version: 1,
  title: 'Write the example',
  countsTokens: true,
  filters: ['too long to train on'],
  needs: exampleShape,
  adds: {
    /** The prompt's messages as one text. */
    instruction: z.string(),
    response: z.string(),
    instruction_tokens: z.int(),
    response_tokens: z.int(),
  },
  params: z.strictObject({
    /** Tokens of the longest example in training. */
    maxLength: z.int().positive(),
    /** Tokens that the model's chat template takes of these. */
    template: z.int().nonnegative().default(64),
  }),
});
