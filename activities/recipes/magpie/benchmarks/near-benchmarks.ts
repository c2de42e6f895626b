import { z } from 'zod';
import { nearBenchmarks } from '../../../../schemas/recipes/magpie/benchmarks.ts';
import { implementReadingSet, type TableReader } from '../../../engine/sets/set-stage.ts';
import type { FloatLists } from '../../../parquet/float-lists.ts';
import { ExactIndex } from '../../../vectors/exact-index.ts';

/** Items that are told of for one instruction. */
const most = 16;

/** In memory are the items with their embeddings; instructions pass by some thousand at a time. */
export const nearBenchmarksSet = implementReadingSet(
  nearBenchmarks,
  ({ cosine }) =>
    async function* (table, signal) {
      const items = await itemsOf(table);
      for await (const chunk of table.vectors('SELECT id, embedding AS numbers FROM input')) {
        signal.throwIfAborted();
        const vectors = vectorsOf(chunk);
        const found = await items.search(vectors, most);
        for (const [at, id] of chunk.ids.entries()) {
          // One without a direction is near to nothing.
          const directed = vectors[at]?.some((number) => number !== 0) === true;
          const near = directed ? (found[at] ?? []) : [];
          yield {
            id,
            benchmark_cosine: near[0]?.similarity ?? null,
            benchmark_item: near[0]?.id ?? null,
            benchmark_near: near.filter(({ similarity }) => similarity > cosine).map((each) => each.id),
          };
        }
      }
    },
);

async function itemsOf(table: TableReader): Promise<ExactIndex> {
  let rows = 0;
  for await (const each of table.rows('SELECT count(*) AS rows FROM benchmarks', { rows: z.int() }))
    rows = each.rows;
  const index = new ExactIndex(rows);
  const named = `SELECT benchmark || '/' || id AS id, embedding AS numbers FROM benchmarks`;
  for await (const chunk of table.vectors(named))
    for (const [at, vector] of vectorsOf(chunk).entries()) index.add(chunk.ids[at] ?? '', vector);
  return index;
}

function vectorsOf({ lengths, numbers }: FloatLists): Float32Array[] {
  let from = 0;
  return Array.from(lengths, (length) => numbers.subarray(from, (from += length)));
}
