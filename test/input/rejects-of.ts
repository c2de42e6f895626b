import { join } from 'node:path';
import { shardKey } from '../../activities/engine/keys.ts';
import { readTyped } from '../../activities/tables/read-rows.ts';
import { rejectShape, type Reject } from '../../schemas/table.ts';
import type { TableSummary } from '../../schemas/task.ts';

/** The rejects of a table's first shard, where imports and set stages keep all of theirs. */
export function rejectsOf(store: string, { table }: TableSummary): Promise<Reject[]> {
  return readTyped(join(store, shardKey(table, 0, 'rejects')), rejectShape);
}
