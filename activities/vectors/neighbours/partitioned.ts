import { queriesAtOnce } from '../simd/block-products.ts';
import { spread, trainCentroids, type Centroids } from './centroids.ts';
import { nearestRows } from './nearest-rows.ts';
import { compare, takeQueries, type Search } from './search.ts';

/** Rows whose true neighbours are found by comparison with all, to see how many partitions must be searched. */
const tried = 512;

/** How an index was searched. */
export interface Partitioned {
  readonly partitions: number;
  /** The partitions that each row was compared with. */
  readonly probes: number;
}

interface Partitions {
  readonly centroids: Centroids;
  /** The rows of each partition. */
  readonly members: readonly Uint32Array[];
  /** The partition of each row. */
  readonly homes: Uint32Array;
}

/**
 * Compares every row with those of the partitions that are nearest to it. Undefined, with nothing lost, where so many of
 * them would have to be searched that it is quicker to compare every pair: vectors without any structure.
 * @param recall share of the true neighbours that must be found
 */
export async function comparePartitions(
  search: Search,
  k: number,
  recall: number,
): Promise<Partitioned | undefined> {
  const { directed } = search.vectors;
  const count = Math.min(directed.length, Math.ceil(2 * Math.sqrt(directed.length)));
  const partitions = await divide(search, await trainCentroids(search, count));
  const probes = await probesFor(search, partitions, k, recall);
  // A pair of rows is compared from both ends here, and once where all are compared.
  if (2 * probes >= count) return undefined;
  for (const home of partitions.members)
    for (let from = 0; from < home.length; from += queriesAtOnce)
      await probe(search, partitions, home.subarray(from, from + queriesAtOnce), probes);
  return { partitions: count, probes };
}

async function divide(search: Search, centroids: Centroids): Promise<Partitions> {
  const { directed, ids } = search.vectors;
  const nearest = await centroids.nearest(directed);
  const homes = new Uint32Array(ids.length);
  const sizes = new Uint32Array(centroids.count);
  for (let at = 0; at < directed.length; at += 1) {
    const home = nearest[at] ?? 0;
    homes[directed[at] ?? 0] = home;
    sizes[home] = (sizes[home] ?? 0) + 1;
  }
  const members = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(centroids.count);
  for (const row of directed) {
    const home = homes[row] ?? 0;
    const place = filled[home] ?? 0;
    members[home]?.fill(row, place, place + 1);
    filled[home] = place + 1;
  }
  return { centroids, members, homes };
}

/** The least number of partitions that holds this share of the true neighbours of the rows that are tried. */
async function probesFor(
  search: Search,
  { centroids, homes }: Partitions,
  k: number,
  recall: number,
): Promise<number> {
  const { vectors, best } = search;
  const sample = spread(vectors.directed, tried);
  const ranks: number[] = [];
  for (let from = 0; from < sample.length; from += queriesAtOnce) {
    const rows = sample.subarray(from, from + queriesAtOnce);
    takeQueries(search, rows);
    await compare(search, rows, vectors.directed);
    const products = await centroids.products(rows);
    for (const [at, row] of rows.entries()) {
      const own = products.subarray(at * centroids.count, (at + 1) * centroids.count);
      for (const neighbour of nearestRows(vectors, row, best.of(row), k)) {
        const home = own[homes[neighbour.row] ?? 0] ?? 0;
        ranks.push(own.reduce((nearer, product) => nearer + (product > home ? 1 : 0), 0));
      }
    }
  }
  ranks.sort((a, b) => a - b);
  return 1 + (ranks[Math.ceil(recall * ranks.length) - 1] ?? 0);
}

/** Compares a block of rows with the partitions that are nearest to each of them. */
async function probe(
  search: Search,
  { centroids, members }: Partitions,
  rows: Uint32Array,
  probes: number,
): Promise<void> {
  const { count } = centroids;
  const products = await centroids.products(rows);
  const nearest = new Float32Array(probes);
  const least = Float32Array.from(rows, (_, at) =>
    leastOf(products.subarray(at * count, (at + 1) * count), nearest),
  );
  for (const [partition, others] of members.entries()) {
    if (others.length === 0) continue;
    const near = rows.filter((_, at) => (products[at * count + partition] ?? 0) >= (least[at] ?? 0));
    if (near.length === 0) continue;
    takeQueries(search, near);
    await compare(search, near, others);
  }
}

/** The last of the largest products, as many as `nearest` has room for. */
function leastOf(products: Float32Array, nearest: Float32Array): number {
  const last = nearest.length - 1;
  nearest.fill(-Infinity);
  for (const product of products) {
    if (product <= (nearest[last] ?? 0)) continue;
    let at = last;
    for (; at > 0 && product > (nearest[at - 1] ?? 0); at -= 1) nearest[at] = nearest[at - 1] ?? 0;
    nearest[at] = product;
  }
  return nearest[last] ?? -Infinity;
}
