import { z } from 'zod';

/**
 * What a build does while another one of its dataset is at work in its store, whoever started that: `wait` for its end and
 * build then, `join` it where its config is the same (and end as it does), or `refuse` and fail at once.
 */
export const WhenUnderWaySchema = z.enum(['wait', 'join', 'refuse']);
export type WhenUnderWay = z.infer<typeof WhenUnderWaySchema>;

/** Prompts in place of the files that a config names, each with the file that it was read from. */
export const KeptPromptsSchema = z.record(z.string(), z.strictObject({ text: z.string(), from: z.string() }));
export type KeptPrompts = z.output<typeof KeptPromptsSchema>;

/** The second argument of a build's workflow: how it is to be made, not what. */
export const StartOptionsSchema = z.strictObject({
  whenUnderWay: WhenUnderWaySchema.default('wait'),
  /**
   * The user's prompts, by name, as they were when somebody decided on them: the config's prompt files are not read then.
   * The schedules of our client keep theirs so.
   */
  prompts: KeptPromptsSchema.optional(),
});
export type StartOptions = z.input<typeof StartOptionsSchema>;

/** One build of a dataset: the one that holds its name. */
export const HolderSchema = z.object({ workflowId: z.string(), runId: z.string(), configDigest: z.string() });
export type Holder = z.infer<typeof HolderSchema>;
