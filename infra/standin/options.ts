import { z } from 'zod';
import { faultsSchema } from './faults.ts';
import { mistakesSchema } from './mistakes.ts';

/** Everything that a stand-in endpoint can be told when it starts; the faults can be changed while it runs. */
export const standinOptionsSchema = faultsSchema.extend({
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: z.int().min(0).max(65_535).default(0),
  /** Model names that are served; any other gets a 404. */
  models: z.array(z.string().min(1)).min(1).default(['stand-in']),
  /** Accept every model name, listed or not. */
  anyModel: z.boolean().default(false),
  /** The bearer key asked for; none is asked for without it. */
  apiKey: z.string().min(1).optional(),
  /** Longest prompt in tokens, counted as words x 1.3; longer ones get a 400 as OpenAI words it. */
  contextLength: z.int().positive().default(32_768),
  /** Share of all score answers that are a 5. The paper's setting keeps about 14%; a small demo wants more. */
  fiveShare: z.number().min(0).max(1).default(0.14),
  /** Share of the ratings of an instruction's answer that are a 4 or a 5. */
  goodAnswerShare: z.number().min(0).max(1).default(0.7),
  /** Share of the ratings of a translated pair that are a 3 or more. */
  goodPairShare: z.number().min(0).max(1).default(0.75),
  /** What models do wrong: a factor on the default rates (0 = never wrong), or single rates by name. */
  mistakes: mistakesSchema.default(1),
  /** Length in words of an answer to a prompt that no recipe's responder knows. */
  answerWords: z.int().positive().default(128),
  /** Size of an embedding and of a token vector when the request names none. */
  dimensions: z.int().min(8).max(4096).default(256),
  /** Draws the requests that errorRate, dropRate and hangRate hit. */
  faultSeed: z.int().default(1),
});

export type StandinOptions = z.input<typeof standinOptionsSchema>;
export type StandinSettings = z.output<typeof standinOptionsSchema>;

export class StandinOptionsError extends Error {
  override name = 'StandinOptionsError';
}

/**
 * Fills in the defaults.
 * @throws StandinOptionsError naming each option that is wrong and the value it may have.
 */
export function readOptions(options: StandinOptions): StandinSettings {
  const result = standinOptionsSchema.strict().safeParse(options);
  if (result.success) return result.data;
  throw new StandinOptionsError(`Stand-in endpoint: wrong options.\n${z.prettifyError(result.error)}`);
}
