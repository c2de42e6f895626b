import { z } from 'zod';
import { EndpointSchema } from '../inference/endpoint.ts';
import { StoreSchema } from './store.ts';
import { TokenizerSchema } from '../inference/tokenizer.ts';
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
  /** Events after which a lane continues as new. Temporal warns at 10,240 and stops at 51,200. */
  maxEvents: z.int().positive().default(8000),
});

export const RejectLimitSchema = z.strictObject({
  /** A stage that rejects more than this share of its rows fails the build; filters are exempt. Off at 1. */
  maxShare: z.number().min(0).max(1).default(1),
});

export const LabelLimitSchema = z.strictObject({
  /** A stage whose label could not be read for more than this share of its rows fails the build. Off at 1. */
  maxUnusable: z.number().min(0).max(1).default(0.5),
});

export const DatasetNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'use lower-case letters, digits, ".", "_" and "-" (at most 80)');

export const OutputSchema = z.strictObject({
  /** @default those of the kind that may be fine-tuned on */
  formats: z.array(FormatSchema).min(1).optional(),
  /** System message put before each conversation, such as the paper's tag for mixing data sources; `text` has none. */
  system: z.string().min(1).optional(),
  /** Licence of the dataset for its card, as the Hugging Face hub names it. */
  license: z.string().min(1).default('other'),
  language: z.array(z.string().min(2)).default(['en']),
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
  output: outputOf('pair').prefault({}),
};
/** Of whichever recipe: datasets of any kind. */
export const BuildConfigSchema = z.object({
  recipe: z.string(),
  ...buildShape,
  output: OutputSchema.prefault({}),
});
export type BuildConfig = z.infer<typeof BuildConfigSchema>;
