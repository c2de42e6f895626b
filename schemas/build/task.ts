import { z } from 'zod';
import { DatasetNameSchema } from './build.ts';
import { SourceFileSchema } from '../table/corpus.ts';
import { JsonSchema } from '../json.ts';
import { StoreSchema } from './store.ts';
import { CountsSchema, SpendingSchema, TableFileSchema } from '../table/table.ts';

/** Names a build for activities: its store and its plan there (config and prompts as they were at its start). */
export const BuildRefSchema = z.object({ id: z.string(), store: StoreSchema, plan: z.string() });
export type BuildRef = z.output<typeof BuildRefSchema>;

export const TableRefSchema = z.object({ digest: z.string(), stage: z.string(), shards: z.int().positive() });
export type TableRef = z.infer<typeof TableRefSchema>;

/** A stage with its parameters, as a workflow hands it to an activity. */
export const StageCallSchema = z.object({
  stage: z.string(),
  params: JsonSchema,
  /** Columns of its input that its output is without. */
  without: z.array(z.string()).optional(),
  /** Tables that a set stage reads beside its input, by the names that its signature has for them. */
  beside: z.record(z.string(), TableRefSchema).optional(),
});
export type StageCall = z.infer<typeof StageCallSchema>;

/** What the same stage, by its digest, made of another input before. */
export const EarlierTableSchema = z.object({ input: TableRefSchema, output: TableRefSchema });
export type EarlierTable = z.infer<typeof EarlierTableSchema>;

/** One step of a planned flow: which table it reads and which it writes. */
export const StepSchema = z.object({
  call: StageCallSchema,
  input: TableRefSchema,
  output: TableRefSchema,
  /** The table from which the outcome of rows that did not change is copied. */
  earlier: EarlierTableSchema.optional(),
});
export type Step = z.infer<typeof StepSchema>;

export const PlannedFlowSchema = z.object({
  steps: z.array(StepSchema),
  /** Steps at the beginning whose tables are already complete: nothing to do. */
  complete: z.int().nonnegative(),
});
export type PlannedFlow = z.infer<typeof PlannedFlowSchema>;

/** One shard through one step: what a row activity is asked to do. */
export const ShardTaskSchema = z.object({
  build: BuildRefSchema,
  step: StepSchema,
  index: z.int().nonnegative(),
});
export type ShardTask = z.infer<typeof ShardTaskSchema>;

/** Counts only: no row ever enters a workflow's history. */
export const ShardResultSchema = z.object({ counts: CountsSchema, spending: SpendingSchema });
export type ShardResult = z.infer<typeof ShardResultSchema>;

/** A finished table as the build's summary tells it. */
export const TableSummarySchema = z.object({
  table: TableRefSchema,
  /** The import whose counts, reasons and rejects these are: other files may have given the same rows. */
  import: z.string().optional(),
  title: z.string(),
  shards: z.int(),
  counts: CountsSchema,
  spending: SpendingSchema,
  reasons: z.record(z.string(), z.int()),
  /** Rows whose label is null since no answer of the model could be used, by the label's column. */
  unusable: z.record(z.string(), z.int()).optional(),
  seconds: z.number(),
  /** True when an earlier build had made this very table. */
  reused: z.boolean(),
});
export type TableSummary = z.infer<typeof TableSummarySchema>;

/** A table as a build names it. */
export type ToldTable = Pick<TableSummary, 'table' | 'import'>;

/**
 * What some files became, at imports/<digest>.json: the table of their rows, and what was met in them. The same rows in
 * other files are the same table, with other counts and rejects.
 */
export const ImportRecordSchema = z.object({
  format: z.literal('tunesmith-import-2'),
  table: TableRefSchema,
  counts: CountsSchema,
  reasons: z.record(z.string(), z.int().positive()),
  rejects: TableFileSchema.optional(),
  /** Columns of the user's own table. */
  fields: z.array(z.string()),
});
export type ImportRecord = z.infer<typeof ImportRecordSchema>;

/** The files that an import was of, at imports/<digest>.files.json: URI and fingerprint, in the order of reading. */
export const ImportFilesSchema = z.object({
  format: z.literal('tunesmith-import-files-1'),
  files: z.array(z.tuple([z.string(), z.string()])),
});
export type ImportFiles = z.infer<typeof ImportFilesSchema>;

/** The newest complete tables of a stage digest: where later builds find rows that they need not process again. */
export const StageTablesSchema = z.object({
  format: z.literal('tunesmith-stage-1'),
  /** Newest first, one a dataset. */
  tables: z.array(EarlierTableSchema.extend({ dataset: z.string() })),
});
export type StageTables = z.infer<typeof StageTablesSchema>;

/** Fine-tuning files that a build wrote for the models that its recipe needs. */
export const TrainingFilesSchema = z.object({
  /** Folder or s3:// URI. */
  location: z.string(),
  pairs: z.int(),
});
export type TrainingFiles = z.infer<typeof TrainingFilesSchema>;

const versionShape = {
  name: z.string(),
  version: z.int().positive(),
  /** True when the dataset is the same as the version that was there already. */
  unchanged: z.boolean(),
  /** Folder or s3:// URI that a person can open. */
  location: z.string(),
  rows: z.int().nonnegative(),
  /** The version that readers take, where this very data was put back by a rollback. */
  rolledBackTo: z.int().positive().optional(),
};
export const OtherDatasetSchema = z.object(versionShape);

/** What is said of a dataset when it is published; what is left out is as the config has it. */
export const PublishAsSchema = z.object({
  /** A dataset of its own beside the build's. */
  name: DatasetNameSchema.optional(),
  /** Languages for its card. */
  language: z.array(z.string().min(2)).min(1).optional(),
  /**
   * Tables that its card, report and manifest tell of: all of the build so far, or those alone that its rows came
   * through. @default `all` for the build's own name, else `lineage`
   */
  tables: z.enum(['all', 'lineage']).optional(),
  /** Tables that its analysis compares it with, such as another dataset's topics. Its card tells no more of them. */
  beside: z.array(TableRefSchema).optional(),
});
export type PublishAs = z.infer<typeof PublishAsSchema>;

/** A file that a build was given, as it was when the build asked. */
export const FileRefSchema = SourceFileSchema.pick({ uri: true, fingerprint: true });
export type FileRef = z.infer<typeof FileRefSchema>;

/** What a finished build returns. */
export const DatasetSchema = z.object({
  ...versionShape,
  tables: z.array(TableSummarySchema),
  /** The first row by id: its texts with what they are called, cut to a length that fits a history. */
  sample: z.array(z.object({ title: z.string(), text: z.string() })).optional(),
  /** File at its location that tells people of it. @default report.html */
  page: z.string().optional(),
  standIn: z.boolean(),
  training: TrainingFilesSchema.optional(),
  /** Datasets of other names that the same build published. */
  others: z.array(OtherDatasetSchema).optional(),
});
export type Dataset = z.infer<typeof DatasetSchema>;
