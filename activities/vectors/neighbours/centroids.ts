import { queriesAtOnce, rowsAtOnce } from '../simd/block-products.ts';
import { takeQueries, type Search } from './search.ts';

/** Rows that a centroid is made of, on average, and how often it is made anew: more of either finds hardly more. */
const rowsEach = 32;
const rounds = 6;

/** The middles of partitions: directions that rows lie about. */
export class Centroids {
  readonly count: number;
  readonly #search: Search;
  readonly #numbers: Float32Array;
  readonly #products: Float32Array;

  constructor(search: Search, numbers: Float32Array) {
    this.#search = search;
    this.#numbers = numbers;
    this.count = numbers.length / search.vectors.dimensions;
    this.#products = new Float32Array(queriesAtOnce * this.count);
  }

  /** Products of a block of rows with all centroids, those of a row one after the other; good until the next are asked for. */
  async products(rows: Uint32Array): Promise<Float32Array> {
    const { block, turn } = this.#search;
    takeQueries(this.#search, rows);
    for (let from = 0; from < this.count; from += rowsAtOnce) {
      const width = Math.min(rowsAtOnce, this.count - from);
      for (let at = 0; at < width; at += 1) block.row(at, this.#numbers, from + at);
      block.multiply(rows.length);
      for (let q = 0; q < rows.length; q += 1) {
        const start = q * rowsAtOnce;
        this.#products.set(block.products.subarray(start, start + width), q * this.count + from);
      }
      await turn();
    }
    return this.#products;
  }

  /** The nearest centroid of each row, the first of equally near ones. */
  async nearest(rows: Uint32Array): Promise<Uint32Array> {
    const nearest = new Uint32Array(rows.length);
    for (let from = 0; from < rows.length; from += queriesAtOnce) {
      const some = rows.subarray(from, from + queriesAtOnce);
      const products = await this.products(some);
      for (let q = 0; q < some.length; q += 1)
        nearest[from + q] = largest(products, q * this.count, this.count);
    }
    return nearest;
  }

  /** Centroids of rows, given which of these each is nearest to; one that no row is nearest to stays where it was. */
  moved(rows: Uint32Array, nearest: Uint32Array): Centroids {
    const { numbers, dimensions } = this.#search.vectors;
    const sums = new Float32Array(this.#numbers.length);
    for (let row = 0; row < rows.length; row += 1) {
      const from = (rows[row] ?? 0) * dimensions;
      const to = (nearest[row] ?? 0) * dimensions;
      for (let at = 0; at < dimensions; at += 1)
        sums[to + at] = (sums[to + at] ?? 0) + (numbers[from + at] ?? 0);
    }
    for (let from = 0; from < sums.length; from += dimensions)
      toUnit(sums.subarray(from, from + dimensions), this.#numbers.subarray(from, from + dimensions));
    return new Centroids(this.#search, sums);
  }
}

/** k-means on the directions of rows that are spread evenly over all. */
export async function trainCentroids(search: Search, count: number): Promise<Centroids> {
  const { numbers, dimensions, directed } = search.vectors;
  const sample = spread(directed, count * rowsEach);
  const first = new Float32Array(count * dimensions);
  for (const [at, row] of spread(sample, count).entries())
    first.set(numbers.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  let centroids = new Centroids(search, first);
  for (let round = 0; round < rounds; round += 1)
    centroids = centroids.moved(sample, await centroids.nearest(sample));
  return centroids;
}

/** Rows at even distances: their order, that of ids, says nothing of their vectors. */
export function spread(rows: Uint32Array, most: number): Uint32Array {
  const count = Math.min(rows.length, most);
  return Uint32Array.from({ length: count }, (_, at) => rows[Math.floor((at * rows.length) / count)] ?? 0);
}

function largest(products: Float32Array, from: number, count: number): number {
  let best = 0;
  for (let at = 1; at < count; at += 1)
    if ((products[from + at] ?? 0) > (products[from + best] ?? 0)) best = at;
  return best;
}

function toUnit(sum: Float32Array, before: Float32Array): void {
  let square = 0;
  for (const value of sum) square += value * value;
  if (square === 0) sum.set(before);
  const scale = square === 0 ? 1 : 1 / Math.sqrt(square);
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) * scale;
}
