import { addCounts, addSpending, noCounts, noSpending } from '../../../schemas/table/counts.ts';
import type { Counts, Spending, TableFile } from '../../../schemas/table/table.ts';
import type { Step, TableRef } from '../../../schemas/build/task.ts';
import { fileKey } from '../tables/keys.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import { ObjectMissing } from '../../storage/object-missing.ts';

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
  { store, tables }: Pick<OpenBuild, 'store' | 'tables'>,
  { input, earlier }: Pick<Step, 'input' | 'earlier'>,
  index: number,
): Promise<EarlierShard | undefined> {
  if (earlier === undefined) return undefined;
  const indices = shardsOf(index, input.shards, earlier.output.shards);
  const found = await Promise.all(
    indices.map(async (each) => {
      const [from, outcome] = await Promise.all([
        tables.find(earlier.input, each),
        tables.outcome(earlier.output, each),
      ]);
      // Its input may have been made again since, of other rows.
      return from === undefined || outcome?.files.input !== from.rows.sha256 ? [] : [{ from, outcome }];
    }),
  );
  const there = found.flat();
  if (there.length < indices.length) return undefined;
  const fetch = (table: TableRef, files: readonly TableFile[]): Promise<string[]> =>
    Promise.all(files.map((file) => store.fetch(fileKey(table, file))));
  try {
    const [inputs, outputs, rejects] = await Promise.all([
      fetch(
        earlier.input,
        there.map(({ from }) => from.rows),
      ),
      fetch(
        earlier.output,
        there.map(({ outcome }) => outcome.files.rows),
      ),
      fetch(
        earlier.output,
        there.flatMap(({ outcome }) => outcome.files.rejects ?? []),
      ),
    ]);
    const counts = there.map(({ outcome }) => outcome.counts).reduce(addCounts, noCounts);
    const spending = there.map(({ outcome }) => outcome.spending).reduce(addSpending, noSpending);
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
