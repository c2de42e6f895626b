import { z } from 'zod';
import { AnalysisSchema } from './analysis.ts';
import { JsonSchema } from '../json.ts';
import { KindNameSchema } from '../kinds/index.ts';
import { SamplingSchema, SharedSamplingSchema, serviceApis } from '../inference/role.ts';
import { SpendingSchema } from '../table/table.ts';
import { SplitRowsSchema } from '../splits.ts';
import { DatasetSchema, TableSummarySchema } from '../build/task.ts';

/** The pointer datasets/<name>/latest.json: which version readers should take. */
export const LatestSchema = z.object({
  format: z.literal('tunesmith-latest-1'),
  version: z.int().positive(),
  digest: z.string(),
  /** Key of the version's manifest, from the store's root. */
  manifest: z.string(),
});
export type Latest = z.infer<typeof LatestSchema>;

/** A model that wrote or judged text of the dataset. */
export const DatasetModelSchema = z.object({
  role: z.string(),
  model: z.string(),
  revision: z.string().optional(),
  api: z.enum(['chat', 'completion', ...serviceApis]),
  /** Undefined for a service, which is not sampled. */
  sampling: SamplingSchema.optional(),
  /** The mix that rows were asked by, in place of the one temperature; `rows` of the dataset, where its columns tell. */
  samplings: z.array(SharedSamplingSchema.extend({ rows: z.int().nonnegative().optional() })).optional(),
  /** The model's own template, where raw prompts were made with it: the text up to where the user's begins. */
  chatTemplate: z
    .object({ file: z.string(), digest: z.string(), date: z.string().optional(), prefix: z.string() })
    .optional(),
  /** Which of a reward model's numbers is the reward. */
  label: z.int().optional(),
  extraBody: z.record(z.string(), JsonSchema),
  /** Name of the endpoint in the config, never its address. */
  endpoint: z.string(),
  /** Stages that asked it. */
  stages: z.array(z.string()),
  /** Names under which the endpoint answered. */
  servedBy: z.array(z.string()),
});
export type DatasetModel = z.infer<typeof DatasetModelSchema>;

/** A table of the build, in the recipe's order, with what it was made from. */
export const DatasetTableSchema = TableSummarySchema.extend({
  stageDigest: z.string(),
  model: z.string().optional(),
  inputs: z.array(z.object({ digest: z.string(), stage: z.string() })),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type DatasetTable = z.infer<typeof DatasetTableSchema>;

/** A column of the Parquet files. */
export const DatasetColumnSchema = z.object({
  name: z.string(),
  /** Name of the column in the build's tables. */
  from: z.string(),
  type: z.string(),
  /** True for text that holds JSON. */
  json: z.boolean(),
  about: z.string(),
});
export type DatasetColumn = z.infer<typeof DatasetColumnSchema>;

export const DatasetFileSchema = z.object({
  /** Relative to the version's folder. */
  path: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DatasetFile = z.infer<typeof DatasetFileSchema>;

/** Written last into a version's folder: its presence says that the version is complete. */
export const DatasetManifestSchema = z.object({
  format: z.literal('tunesmith-dataset-1'),
  name: z.string(),
  version: z.int().positive(),
  /** Digest of the final table and of the config that shapes the output: equal digests, equal data. */
  digest: z.string(),
  kind: KindNameSchema,
  recipe: z.object({ name: z.string(), title: z.string(), paper: z.string().optional() }),
  build: z.object({ id: z.string(), openedAt: z.iso.datetime() }),
  /** Tunesmith's version. */
  tunesmith: z.string(),
  createdAt: z.iso.datetime(),
  rows: z.int().nonnegative(),
  /** Where the config asked for splits: those that have rows. */
  splits: z.array(SplitRowsSchema).optional(),
  /** True when a rule-based stand-in, not a language model, wrote any of the text. */
  standIn: z.boolean(),
  models: z.array(DatasetModelSchema),
  seed: z.int(),
  /** The recipe's config as it was when the build began. */
  config: z.record(z.string(), JsonSchema),
  prompts: z.array(z.object({ name: z.string(), digest: z.string(), from: z.string() })),
  columns: z.array(DatasetColumnSchema),
  tables: z.array(DatasetTableSchema),
  spending: z.object({
    /** On all tables that the dataset was made from, by whichever build. */
    dataset: SpendingSchema,
    /** On the tables that this build made itself. */
    build: SpendingSchema,
  }),
  /** From the opening of the build to its last table; 0 when every table was there already. */
  seconds: z.number().nonnegative(),
  files: z.array(DatasetFileSchema),
  analysis: AnalysisSchema,
  /** The first row by id, cut to a length that fits a terminal. */
  sample: DatasetSchema.shape.sample,
  /** Where the fine-tuning files are, where the build made some. */
  training: DatasetSchema.shape.training,
});
export type DatasetManifest = z.infer<typeof DatasetManifestSchema>;

/** What is known of a version before its files are written. */
export type DatasetFacts = Omit<DatasetManifest, 'files' | 'createdAt'>;
