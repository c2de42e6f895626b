import type { z } from 'zod';
import type { ShardingSchema } from '../../../schemas/build/build.ts';
import { maxShards } from '../../parquet/shard-of.ts';

/**
 * Shards of a table: the least power of two that keeps the average shard within the limits. A power of two, so that
 * growing data split shards in two and rows keep the answers of the shard that they were in.
 */
export function shardCount(rows: number, bytes: number, limits: z.output<typeof ShardingSchema>): number {
  const wanted = Math.max(1, rows / limits.rows, bytes / (limits.megabytes * 1024 * 1024));
  return Math.min(maxShards, 2 ** Math.ceil(Math.log2(wanted)));
}
