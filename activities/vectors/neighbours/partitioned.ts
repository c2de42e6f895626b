import { queriesAtOnce } from '../simd/block-products.ts';
import { spread, trainCentroids, type Centroids } from './centroids.ts';
import { nearestRows } from './nearest-rows.ts';
import { compare, takeQueries, type Search } from './search.ts';

/** Rows whose true neighbours are found by comparison with all, to see how many partitions must be searched. */
const tried = 512;

/**
 * Rows that are compared with their partitions together, so that a partition's vectors are copied once for all of them; the
 * lists of who is compared with which take 60 MB at the most.
 */
const probedAtOnce = 2 ** 15;

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
 * Compares every row with those of the partitions that are nearest to it. Undefined where so many of
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
  for (let from = 0; from < directed.length; from += probedAtOnce)
    await probe(search, partitions, directed.subarray(from, from + probedAtOnce), probes);
  return { partitions: count, probes };
}

async function divide(search: Search, centroids: Centroids): Promise<Partitions> {
  const { directed, ids } = search.vectors;
  const nearest = await centroids.nearest(directed);
  const homes = new Uint32Array(ids.length);
  for (let at = 0; at < directed.length; at += 1) homes[directed[at] ?? 0] = nearest[at] ?? 0;
  return { centroids, members: byPartition(directed, nearest, 1, centroids.count), homes };
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

/** Compares rows with the partitions that are nearest to each of them. */
async function probe(
  search: Search,
  { centroids, members }: Partitions,
  rows: Uint32Array,
  probes: number,
): Promise<void> {
  const near = await nearestPartitions(centroids, rows, probes);
  const lists = byPartition(rows, near, probes, members.length);
  for (const [partition, probing] of lists.entries()) {
    const others = members[partition] ?? probing;
    for (let from = 0; from < others.length; from += queriesAtOnce) {
      const some = others.subarray(from, from + queriesAtOnce);
      takeQueries(search, some);
      await compare(search, some, probing);
    }
  }
}

/** The nearest partitions of each row, those of a row one after the other. */
async function nearestPartitions(
  centroids: Centroids,
  rows: Uint32Array,
  probes: number,
): Promise<Uint32Array> {
  const near = new Uint32Array(rows.length * probes);
  const nearest = new Float32Array(probes);
  for (let from = 0; from < rows.length; from += queriesAtOnce) {
    const some = rows.subarray(from, from + queriesAtOnce);
    const products = await centroids.products(some);
    for (let at = 0; at < some.length; at += 1)
      takeNearest(
        products.subarray(at * centroids.count, (at + 1) * centroids.count),
        nearest,
        near.subarray((from + at) * probes, (from + at + 1) * probes),
      );
  }
  return near;
}

/** Fills `places` with the places of the largest products, as many as it has room for, and `nearest` with these products. */
function takeNearest(products: Float32Array, nearest: Float32Array, places: Uint32Array): void {
  const last = nearest.length - 1;
  nearest.fill(-Infinity);
  for (let place = 0; place < products.length; place += 1) {
    const product = products[place] ?? 0;
    if (product <= (nearest[last] ?? 0)) continue;
    let at = last;
    for (; at > 0 && product > (nearest[at - 1] ?? 0); at -= 1) {
      nearest[at] = nearest[at - 1] ?? 0;
      places[at] = places[at - 1] ?? 0;
    }
    nearest[at] = product;
    places[at] = place;
  }
}

/** The rows that each partition is near to. */
function byPartition(rows: Uint32Array, near: Uint32Array, probes: number, count: number): Uint32Array[] {
  const ends = new Uint32Array(count);
  for (const partition of near) ends[partition] = (ends[partition] ?? 0) + 1;
  const all = new Uint32Array(near.length);
  const lists: Uint32Array[] = [];
  for (let partition = 0, from = 0; partition < count; partition += 1) {
    const size = ends[partition] ?? 0;
    lists.push(all.subarray(from, from + size));
    ends[partition] = from;
    from += size;
  }
  for (let at = 0; at < near.length; at += 1) {
    const partition = near[at] ?? 0;
    const end = ends[partition] ?? 0;
    all[end] = rows[Math.floor(at / probes)] ?? 0;
    ends[partition] = end + 1;
  }
  return lists;
}
