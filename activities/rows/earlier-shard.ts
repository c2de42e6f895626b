import { addCounts, addSpending, noCounts, noSpending } from '../../schemas/counts.ts';
import { ShardManifestSchema, type Counts, type Spending } from '../../schemas/table.ts';
import type { Step, TableRef } from '../../schemas/task.ts';
import { readDocument } from '../engine/documents.ts';
import { shardKey } from '../engine/keys.ts';
import { ObjectMissing } from '../storage/object-missing.ts';
import type { Store } from '../storage/store.ts';

/** What an earlier build's table holds of a shard: local files, and what the manifests beside them say. */
export interface EarlierShard {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly rejects: readonly string[];
  readonly counts: Counts;
  readonly spending: Spending;
}

/** The shards of an earlier table that hold this shard's rows; undefined when a file of theirs is gone. */
export async function earlierShard(
  store: Store,
  { input, earlier }: Pick<Step, 'input' | 'earlier'>,
  index: number,
): Promise<EarlierShard | undefined> {
  if (earlier === undefined) return undefined;
  const indices = shardsOf(index, input.shards, earlier.output.shards);
  const manifests = await Promise.all(
    indices.map((each) =>
      readDocument(store, shardKey(earlier.output, each, 'manifest'), ShardManifestSchema),
    ),
  );
  const there = manifests.filter((manifest) => manifest !== undefined);
  if (there.length < indices.length) return undefined;
  const rejecting = there.filter(({ counts }) => counts.rejected > 0).map((manifest) => manifest.index);
  const fetch = (table: TableRef, of: readonly number[], kind: 'rows' | 'rejects'): Promise<string[]> =>
    Promise.all(of.map((each) => store.fetch(shardKey(table, each, kind))));
  try {
    const [inputs, outputs, rejects] = await Promise.all([
      fetch(earlier.input, indices, 'rows'),
      fetch(earlier.output, indices, 'rows'),
      fetch(earlier.output, rejecting, 'rejects'),
    ]);
    const counts = there.map((manifest) => manifest.counts).reduce(addCounts, noCounts);
    const spending = there.map((manifest) => manifest.spending).reduce(addSpending, noSpending);
    return { inputs, outputs, rejects, counts, spending };
  } catch (error) {
    // Somebody freed space in the store: everything runs, on the answers that are there.
    if (error instanceof ObjectMissing) return undefined;
    throw error;
  }
}

/**
 * Shards of a table cut into `before` that hold the rows of shard `index` of `now`: both are powers of two, and shard
 * k holds the ids whose hash begins with k's bits, so it is the one above or those below.
 */
export function shardsOf(index: number, now: number, before: number): number[] {
  if (before <= now) return [Math.floor(index / (now / before))];
  const each = before / now;
  return Array.from({ length: each }, (_, at) => index * each + at);
}
