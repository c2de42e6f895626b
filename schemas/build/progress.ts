import { z } from 'zod';
import { CountsSchema, SpendingSchema } from '../table/table.ts';

export const StageProgressSchema = z.object({
  stage: z.string(),
  title: z.string(),
  shards: z.int(),
  shardsDone: z.int(),
  counts: CountsSchema,
  spending: SpendingSchema,
  /** True when the table was there already. */
  reused: z.boolean(),
});
export type StageProgress = z.infer<typeof StageProgressSchema>;

/** Consecutive stages under way at once, and the lanes that share their shards. */
export const FlowProgressSchema = z.object({
  /** Place of its first stage in the progress's list, and the number of its stages. */
  first: z.int().nonnegative(),
  stages: z.int().nonnegative(),
  /** Workflow ids of its lanes. */
  lanes: z.array(z.string()),
  /** Rows that come to its first stage. */
  rows: z.int().nonnegative().optional(),
});
export type FlowProgress = z.infer<typeof FlowProgressSchema>;

/** A shard at a stage. */
export const ShardPlaceSchema = z.object({ stage: z.string(), shard: z.int().nonnegative() });
export type ShardPlace = z.infer<typeof ShardPlaceSchema>;

/** Answer of the `progress` query of a build and of a lane. */
export const ProgressSchema = z.object({
  /** What the build is doing, in words. */
  phase: z.string(),
  paused: z.boolean(),
  stages: z.array(StageProgressSchema),
  /** Workflow ids of lanes under way, whose own counts are to be added. */
  lanes: z.array(z.string()),
  /** A lane's shards that are under way: those whose heartbeats are not in `stages` yet. */
  underWay: z.array(ShardPlaceSchema).optional(),
  /** The flows under way; one that has all the lanes where a build of an earlier release does not say. */
  flows: z.array(FlowProgressSchema).optional(),
});
export type Progress = z.infer<typeof ProgressSchema>;

/** Batches of OpenAI's Batch API that a shard's rows wait for, at one endpoint. */
export const BatchProgressSchema = z.object({
  endpoint: z.string(),
  /** How many there are in each of the server's states. */
  states: z.record(z.string(), z.int().positive()),
  /** Requests in them, and those that are answered or have failed, as far as the server says. */
  requests: z.int().nonnegative(),
  done: z.int().nonnegative(),
});
export type BatchProgress = z.infer<typeof BatchProgressSchema>;

/** What a row activity says in its heartbeat: rows of its shard so far, and whether it waits for an endpoint. */
export const HeartbeatSchema = z.object({
  stage: z.string(),
  /** Index of the shard; workers of an earlier release do not say. */
  shard: z.int().nonnegative().optional(),
  rows: z.int(),
  done: z.int(),
  rejected: z.int(),
  /** Rows that those which are done gave. @default done - rejected */
  out: z.int().nonnegative().optional(),
  asked: z.int(),
  reused: z.int(),
  completionTokens: z.int(),
  waiting: z.string().optional(),
  /** The endpoint that does not answer, and since when (ms since the epoch). */
  away: z.object({ endpoint: z.string(), since: z.number() }).optional(),
  batches: z.array(BatchProgressSchema).optional(),
});
export type Heartbeat = z.infer<typeof HeartbeatSchema>;
