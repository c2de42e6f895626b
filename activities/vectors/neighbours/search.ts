import { BlockProducts, queriesAtOnce, rowsAtOnce } from '../simd/block-products.ts';
import type { BestRows } from './best-rows.ts';
import type { Repeats } from './repeats.ts';
import type { Turn } from './turns.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** What all parts of one search share. */
export interface Search {
  readonly vectors: UnitVectors;
  readonly best: BestRows;
  readonly repeats: Repeats;
  readonly block: BlockProducts;
  readonly turn: Turn;
}

/** Takes the vectors of rows as the block's queries. */
export function takeQueries({ vectors, block }: Search, rows: Uint32Array): void {
  for (let at = 0; at < rows.length; at += 1) block.query(at, vectors.numbers, rows[at] ?? 0);
}

/** Multiplies the queries that the block has with rows, and notes what is near: for the query and for the row. */
export async function compare(search: Search, queries: Uint32Array, rows: Uint32Array): Promise<void> {
  const { vectors, block, turn } = search;
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.subarray(from, from + rowsAtOnce);
    for (let at = 0; at < some.length; at += 1) block.row(at, vectors.numbers, some[at] ?? 0);
    block.multiply(queries.length);
    note(search, queries, some);
    await turn();
  }
}

function note({ best, repeats, block }: Search, queries: Uint32Array, rows: Uint32Array): void {
  const { products } = block;
  const { least } = best;
  for (let q = 0; q < queries.length; q += 1) {
    const query = queries[q] ?? 0;
    let wanted = least[query] ?? -Infinity;
    for (let r = 0, at = q * rowsAtOnce; r < rows.length; r += 1, at += 1) {
      const product = products[at] ?? 0;
      const row = rows[r] ?? 0;
      const wantedByRow = least[row] ?? -Infinity;
      if ((product < wanted && product < wantedByRow && product < repeats.least) || row === query) continue;
      if (product >= wantedByRow) best.offer(row, query, product);
      if (product >= wanted) {
        best.offer(query, row, product);
        wanted = least[query] ?? -Infinity;
      }
      if (product >= repeats.least) repeats.offer(query, row);
    }
  }
}

/** Compares every row with every other, each pair once but for those within a block. */
export async function compareAll(search: Search): Promise<void> {
  const rows = search.vectors.directed;
  for (let from = 0; from < rows.length; from += queriesAtOnce) {
    const queries = rows.subarray(from, from + queriesAtOnce);
    takeQueries(search, queries);
    await compare(search, queries, rows.subarray(from));
  }
}
