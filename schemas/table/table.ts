import { z } from 'zod';
import { ColumnSchema } from './column.ts';
import { UsageSchema } from '../inference/question.ts';

declare const rowType: unique symbol;

/**
 * Reference to an immutable, sharded Parquet table. Workflows pass this, never rows. `Row` exists for the compiler
 * only: a stage that needs a column which the table lacks does not compile.
 */
export interface Table<Row> {
  /** Address of the table: stage digest and the digests of its inputs. */
  readonly digest: string;
  /** Name of the stage that made it. */
  readonly stage: string;
  /** Shards, a power of two: shard k holds the ids whose hash begins with k's bits. */
  readonly shards: number;
  readonly [rowType]?: () => Row;
}

export const CountsSchema = z.object({
  in: z.int().nonnegative(),
  out: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  /** Rows that were added by rows giving more than one: in + expanded = out + rejected + merged. */
  expanded: z.int().nonnegative(),
  /** Rows of a group that became one row with others. @default 0 */
  merged: z.int().nonnegative().optional(),
});
export type Counts = z.infer<typeof CountsSchema>;

/** What a stage spent on models; `reused` answers were paid for by an earlier run. */
export const SpendingSchema = z.object({
  asked: z.int().nonnegative(),
  reused: z.int().nonnegative(),
  usage: UsageSchema,
  reusedUsage: UsageSchema,
  /** US dollars by the role's price; 0 where none is configured. */
  cost: z.number().nonnegative(),
  /** Names of the models as the endpoints report them. */
  models: z.array(z.string()),
  /** True when any answer came from the rule-based stand-in. */
  standIn: z.boolean(),
});
export type Spending = z.infer<typeof SpendingSchema>;

/** A Parquet file that a manifest names. Its name is its writer's own, and nobody writes or removes it any more. */
export const TableFileSchema = z.object({
  /** In the folder of the manifest. */
  name: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type TableFile = z.infer<typeof TableFileSchema>;

/** What is there of one shard. */
export const ShardFilesSchema = z.object({
  /** SHA-256 of the shard of rows that a row stage made it of. */
  input: z.string().optional(),
  rows: TableFileSchema,
  /** None where no row was rejected. A set stage's stand with shard 0. */
  rejects: TableFileSchema.optional(),
});
export type ShardFiles = z.infer<typeof ShardFilesSchema>;

/**
 * The outcome of a shard: written last, and only where there is none yet. Of several attempts the first to write it
 * counts; the others adopt it (docs/tables.md).
 */
export const ShardManifestSchema = z.object({
  index: z.int().nonnegative(),
  files: ShardFilesSchema,
  counts: CountsSchema,
  spending: SpendingSchema,
  /** Rejected rows by reason (the reason's kind, not its details). */
  reasons: z.record(z.string(), z.int().positive()),
  /** Rows of the input that did not change since an earlier build, and whose outcome was copied. */
  copied: z.int().nonnegative().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type ShardManifest = z.infer<typeof ShardManifestSchema>;

/** What a table will be, written before its first shard: where it comes from and which columns it has. */
export const TableOutlineSchema = z.object({
  format: z.literal('tunesmith-table-2'),
  digest: z.string(),
  /** The digest of the table's first edition: what it is made of and how, whatever became of its files since. */
  origin: z.string(),
  stage: z.string(),
  title: z.string(),
  /** Digest of the stage alone: name, code version, parameters, prompts, model, sampling, seed. */
  stageDigest: z.string(),
  /** The model that the stage asks, if any. */
  model: z.string().optional(),
  /** The roles that it asks: two of a set may be one model. Tables of before do not say. */
  roles: z.array(z.string()).optional(),
  inputs: z.array(
    z.object({
      digest: z.string(),
      stage: z.string(),
      /** Digest of the files that a set stage made it of: another edition of the table may hold other rows. */
      content: z.string().optional(),
    }),
  ),
  /** Tables that a set stage read beside its input; their rows are not among its own. */
  beside: z.array(z.object({ digest: z.string(), stage: z.string(), content: z.string() })).optional(),
  /** The build that began this edition. */
  build: z.string().optional(),
  columns: z.array(ColumnSchema),
  shards: z.int().positive(),
});
export type TableOutline = z.infer<typeof TableOutlineSchema>;

/**
 * Written when every shard is there and the counts hold against the files, and only where there is none yet: its
 * presence says that the table is complete.
 */
export const TableManifestSchema = TableOutlineSchema.extend({
  /** By shard. */
  files: z.array(ShardFilesSchema),
  counts: CountsSchema,
  spending: SpendingSchema,
  reasons: z.record(z.string(), z.int().positive()),
  bytes: z.int().nonnegative(),
  /** Rows whose label is null since no answer of the model could be used, by the label's column. */
  unusable: z.record(z.string(), z.int().positive()).optional(),
  /** Rows of the input whose outcome was copied from an earlier build's table. */
  copied: z.int().nonnegative().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type TableManifest = z.infer<typeof TableManifestSchema>;

/** A dropped row, kept beside its shard with the stage's reason and, where a model spoke, what it said. */
export const rejectShape = {
  id: z.string(),
  stage: z.string(),
  /** The kind of reason, few per stage: what counts are grouped by. */
  reason: z.string(),
  /** The value met: a score, a length, the endpoint's message, file and line. */
  detail: z.string().nullable(),
  /** The model's raw answer, or the raw input where none was asked. */
  raw: z.string().nullable(),
};
export const RejectSchema = z.object(rejectShape);
export type Reject = z.infer<typeof RejectSchema>;
