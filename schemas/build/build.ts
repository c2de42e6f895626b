import { z } from 'zod';
import { EndpointSchema } from '../inference/endpoint.ts';
import { NotifySchema } from './notify.ts';
import { StoreSchema } from './store.ts';
import { TokenizerSchema } from '../inference/tokenizer.ts';
import { SplitsSchema } from '../splits.ts';
import { DatasetTrainingSchema } from '../training.ts';
import { FormatSchema, kinds, type FormatOf, type KindName } from '../kinds/index.ts';

/** How a table is cut: a shard is the unit of retry and of parallelism. */
export const ShardingSchema = z.strictObject({
  /** Most rows of a shard on average; shards are a power of two in number, so they hold half of this to all of it. */
  rows: z.int().positive().default(1000),
  /** Most bytes of a shard's text on average, so that long documents do not fill a worker's memory. */
  megabytes: z.number().positive().default(8),
});

/** How many shards are under way at once. */
export const LanesSchema = z.strictObject({
  /** Lanes that share a flow's shards; by default one per 64 shards, at most 4. */
  count: z.int().positive().max(400).optional(),
  /** Shards that one lane has under way in each stage. */
  window: z.int().positive().max(100).default(16),
  /** Events after which a lane, or a build that waits for its turn, continues as new. Temporal warns at 10,240 and stops at 51,200. */
  maxEvents: z.int().positive().default(8000),
});

export const RejectLimitSchema = z.strictObject({
  /** A stage that rejects more than this share of its rows fails the build; filters are exempt. Off at 1. */
  maxShare: z.number().min(0).max(1).default(1),
  /** The build stops when so many first answers of a role were all refused alike, whatever was asked. @default 10 */
  firstRefused: z.int().positive().optional(),
});

/** What a build may spend on models before a person is asked. */
export const SpendingLimitSchema = z.strictObject({
  /**
   * US dollars, by the prices of roles and endpoints, after which the build pauses and waits to be resumed; then it may spend
   * as much again. Shards under way are finished.
   */
  pauseAt: z.number().positive(),
});

export const LabelLimitSchema = z.strictObject({
  /** A stage whose label could not be read for more than this share of its rows fails the build. Off at 1. */
  maxUnusable: z.number().min(0).max(1).default(0.5),
});

export const DatasetNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'use lower-case letters, digits, ".", "_" and "-" (at most 80)');

/** Where the thoughts of reasoning models stand in a dataset. */
export const ReasoningSchema = z.union(
  [
    /** `field`: `reasoning_content` of messages. `tags`: before the answer, between <think> and </think>. */
    z.enum(['none', 'field', 'tags']),
    /** Before the answer, between tags of the model that is to learn them. */
    z.strictObject({ open: z.string().min(1), close: z.string().min(1) }),
  ],
  { error: 'use none, field, tags, or the tags themselves: { open: "[THINK]", close: "[/THINK]" }' },
);

export const OutputSchema = z.strictObject({
  /** @default those of the kind that may be fine-tuned on */
  formats: z.array(FormatSchema).min(1).optional(),
  /** System message put before each conversation, such as the paper's tag for mixing data sources; `text` has none. */
  system: z.string().min(1).optional(),
  /**
   * What models thought before they answered. @default in a field, where a recipe's datasets are made of it; else it stays
   * in the tables
   */
  reasoning: ReasoningSchema.optional(),
  /** Licence of the dataset for its card, as the Hugging Face hub names it. */
  license: z.string().min(1).default('other'),
  language: z.array(z.string().min(2)).default(['en']),
  /** Parts that are kept from training; without it all rows are in `train`. */
  splits: SplitsSchema.optional(),
  /** Configs to fine-tune a model on the dataset, in its folder `training`; `true` for the usual values. */
  training: z.union([z.literal(true), DatasetTrainingSchema]).optional(),
});

/** What a dataset is written in, and what its card says; of the kinds that a recipe publishes. */
export function outputOf<Name extends KindName>(...kinds: [Name, ...Name[]]) {
  return OutputSchema.extend({ formats: formatsSchema(...kinds).optional() });
}

/** A list of the kinds' formats. */
export function formatsSchema<Name extends KindName>(...named: [Name, ...Name[]]) {
  const formats = named.flatMap((name): FormatOf<Name>[] => [...kinds[name].formats]);
  return z.array(z.enum([...new Set(formats)])).min(1);
}

/** What every recipe's config has. Paths are relative to the config file. */
export const buildShape = {
  /** Name of the dataset. A second build of the same name makes its next version. */
  name: DatasetNameSchema,
  /** Where tables, answers and datasets live: a folder or s3://bucket/prefix. */
  store: StoreSchema.prefault('tunesmith-store'),
  /** Every random choice of the build follows from it; another seed asks every question anew. */
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1)
    .default(42),
  endpoints: z.record(z.string().min(1), EndpointSchema),
  /** Folder with prompt files that replace the recipe's own of the same name. */
  prompts: z.string().min(1).optional(),
  tokenizer: TokenizerSchema.prefault({ kind: 'tiktoken' }),
  sharding: ShardingSchema.prefault({}),
  lanes: LanesSchema.prefault({}),
  rejects: RejectLimitSchema.prefault({}),
  labels: LabelLimitSchema.prefault({}),
  /** @default no limit */
  spending: SpendingLimitSchema.optional(),
  /** Who is told of its end, of a failure, and of what waits for a person. @default as the fleet says */
  notify: NotifySchema.optional(),
  output: outputOf('pair').prefault({}),
};
/** Of whichever recipe: datasets of any kind. */
export const BuildConfigSchema = z.object({
  recipe: z.string(),
  ...buildShape,
  output: OutputSchema.prefault({}),
});
export type BuildConfig = z.infer<typeof BuildConfigSchema>;
