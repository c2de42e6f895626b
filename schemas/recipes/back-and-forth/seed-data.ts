import { z } from 'zod';

/** The paper's appendix A.3: the lines that tell the two kinds of training data apart. */
export const paperTags = {
  seed: 'Answer in the style of an AI Assistant.',
  web: 'Answer with knowledge from web search.',
} as const;

/** Conversations that people wrote, for fine-tuning the backward and the forward model (section 3.1 of the paper). */
export const SeedDataSchema = z.strictObject({
  /**
   * Open-Assistant exports as JSON lines (also .gz, .zst): conversation trees (`*.trees.jsonl.gz`, the `ready`
   * export) or single messages (`*.messages.jsonl.gz`). Paths, folders, globs and s3:// as for a corpus.
   */
  files: z.array(z.string().min(1)).min(1),
  /** Pairs to draw; all where there are fewer. @default 3200, the paper's */
  size: z.int().positive().default(3200),
  /** Language of instruction and response. @default en */
  lang: z.string().min(2).default('en'),
  /** Line that marks this data when the forward model is trained; an empty text leaves it out. @default the paper's */
  tag: z.string().default(paperTags.seed),
  /** Where the tag stands: as the system message, or below the instruction. @default system */
  tagAs: z.enum(['system', 'suffix']).default('system'),
  /** Size of the model to fine-tune, for the paper's learning rate: 1e-5 at 7B, 5.5e-6 at 70B. @default 70B */
  scale: z.enum(['7B', '70B']).default('70B'),
  /** Base model to fine-tune. @default the paper's: Llama-2 of that scale */
  baseModel: z.string().min(1).optional(),
  /** Optimizer steps. @default 600, the least that the paper tried for sets up to 25.6K */
  steps: z.int().positive().default(600),
});
export type SeedData = z.infer<typeof SeedDataSchema>;

/** A first turn of a conversation: what was asked and the answer that people ranked best. */
export const SeedPairSchema = z.object({ id: z.string(), instruction: z.string(), response: z.string() });
export type SeedPair = z.infer<typeof SeedPairSchema>;

export const SeedSelectionSchema = z.object({
  pairs: z.array(SeedPairSchema),
  counts: z.object({
    /** Conversations met, and lines that are none. */
    in: z.int().nonnegative(),
    /** Pairs that meet every condition. */
    usable: z.int().nonnegative(),
    selected: z.int().nonnegative(),
  }),
  /** in = usable + the sum of these. */
  skipped: z.record(z.string(), z.int().positive()),
});
export type SeedSelection = z.infer<typeof SeedSelectionSchema>;
