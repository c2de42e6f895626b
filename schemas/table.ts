import { z } from 'zod';
import { ColumnSchema } from './column.ts';
import { UsageSchema } from './question.ts';

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
  /** Rows that were added by rows giving more than one: in + expanded = out + rejected. */
  expanded: z.int().nonnegative(),
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

/** Written beside a shard, last: its presence says that the shard is complete. */
export const ShardManifestSchema = z.object({
  index: z.int().nonnegative(),
  counts: CountsSchema,
  spending: SpendingSchema,
  /** Rejected rows by reason (the reason's kind, not its details). */
  reasons: z.record(z.string(), z.int().positive()),
  /** Bytes of the shard's Parquet file. */
  bytes: z.int().nonnegative(),
  /** Rows of the input that did not change since an earlier build, and whose outcome was copied. */
  copied: z.int().nonnegative().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type ShardManifest = z.infer<typeof ShardManifestSchema>;

/** What a table will be, written before its first shard: where it comes from and which columns it has. */
export const TableOutlineSchema = z.object({
  format: z.literal('tunesmith-table-1'),
  digest: z.string(),
  stage: z.string(),
  title: z.string(),
  /** Digest of the stage alone: name, code version, parameters, prompts, model, sampling, seed. */
  stageDigest: z.string(),
  /** The model that the stage asks, if any. */
  model: z.string().optional(),
  inputs: z.array(z.object({ digest: z.string(), stage: z.string() })),
  columns: z.array(ColumnSchema),
  shards: z.int().positive(),
});
export type TableOutline = z.infer<typeof TableOutlineSchema>;

/** Written when every shard is there and the counts reconcile: its presence says that the table is complete. */
export const TableManifestSchema = TableOutlineSchema.extend({
  /** The import whose counts, reasons and rejects these are: other files may have given the same rows. */
  import: z.string().optional(),
  counts: CountsSchema,
  spending: SpendingSchema,
  reasons: z.record(z.string(), z.int().positive()),
  bytes: z.int().nonnegative(),
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
