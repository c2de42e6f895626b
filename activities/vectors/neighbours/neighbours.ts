import { BlockProducts } from '../simd/block-products.ts';
import { BestRows } from './best-rows.ts';
import { nearestRows } from './nearest-rows.ts';
import { comparePartitions, type Partitioned } from './partitioned.ts';
import { Repeats } from './repeats.ts';
import { compareAll } from './search.ts';
import { turns } from './turns.ts';
import type { UnitVectors } from './unit-vectors.ts';

/** Another row near to a row. */
export interface Neighbour {
  readonly id: string;
  readonly cosine: number;
  /** Squared L2 distance of the two vectors at length 1: 2 - 2 cos. */
  readonly distance: number;
}

export interface NeighbourOptions {
  /** Rows that are told of as repeats of each other: those within this squared distance. @default none */
  readonly repeats?: number;
  /** Vectors of which every pair is compared. @default 30,000 */
  readonly exactUpTo?: number;
  /** Share of the true neighbours that an index must find. @default 0.98 */
  readonly recall?: number;
  readonly signal?: AbortSignal;
}

/** How the vectors were searched. */
export type SearchedBy = 'every pair' | Partitioned;

export interface Neighbours {
  readonly by: SearchedBy;
  /** The nearest other rows of a row, nearest first and equally near ones in the order of their ids. */
  of(row: number): Neighbour[];
  /** The first row, by id, of a row's group of repeats; the row itself where it is the first or alone. */
  firstOf(row: number): number;
}

/**
 * Rows that are kept for each row beyond those asked for: products are in single precision, and which rows are nearest is
 * decided in double. Only where more than these are equally near but for rounding (1e-7 of the cosine as a rule, 1e-5
 * at the most), and yet not equal, may another of them be told of.
 */
const spare = 12;
const exactUpToDefault = 30_000;

/**
 * The k nearest other rows of every row, by the vectors of all. Up to `exactUpTo` every pair is compared; above, pairs
 * of partitions that are near to each other, as many as find `recall` of the true neighbours of rows drawn to try it.
 * A vector of zeros has no direction: it has no neighbours and is nobody's.
 *
 * In memory are the vectors, 8 bytes for each of k + 12 rows of each row, and less than 80 MB, never a matrix of all pairs.
 * Measured on one core with 768 numbers a row, in CPU seconds: 20,000 rows, every pair, 10; 60,000 by index 20; 200,000 by
 * index 108, with 790 MB in the process. Vectors without any structure are compared pair by pair, whatever their number.
 */
export async function neighbours(
  vectors: UnitVectors,
  k: number,
  { repeats: within, exactUpTo = exactUpToDefault, recall = 0.98, signal }: NeighbourOptions = {},
): Promise<Neighbours> {
  const { ids, dimensions, directed } = vectors;
  const best = new BestRows(ids.length, k + spare);
  const repeats = new Repeats(vectors, within);
  const search = { vectors, best, repeats, block: new BlockProducts(dimensions), turn: turns(signal) };
  const partitioned = directed.length > exactUpTo ? await comparePartitions(search, k, recall) : undefined;
  if (partitioned === undefined) await compareAll(search);
  return {
    by: partitioned ?? 'every pair',
    of: (row) => nearestOf(vectors, row, best.of(row), k),
    firstOf: (row) => repeats.first(row),
  };
}

function nearestOf(vectors: UnitVectors, row: number, others: readonly number[], k: number): Neighbour[] {
  return nearestRows(vectors, row, others, k).map(({ row: other, distance }) => ({
    id: vectors.ids[other] ?? '',
    cosine: 1 - distance / 2,
    distance,
  }));
}
