import { setImmediate } from 'node:timers/promises';
import { dotProducts, lanes, sideBySide } from './dot-products.ts';
import { NearestRows, type Nearest } from './nearest.ts';
import { unitVector } from './unit-vector.ts';
import { VectorsDiffer } from './vectors-differ.ts';

/** Multiplications between two turns of the event loop, on which requests wait: about 4 ms. */
const atOnce = 8_000_000;

/** Vectors in memory, all of them searched: right for as many as that is quick for, and the measure for any other index. */
export class ExactIndex {
  readonly #ids: string[] = [];
  #dimensions = 0;
  #vectors = new Float32Array();
  readonly #expected: number;

  /** @param expected vectors that room is made for at once; more may come */
  constructor(expected = 16) {
    this.#expected = expected;
  }

  /** Length of its vectors; 0 where it has none. */
  get dimensions(): number {
    return this.#dimensions;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Adds a vector; its row is the number of those before it. Throws VectorsDiffer for one of another length than these. */
  add(id: string, vector: Float32Array): void {
    if (this.#ids.length === 0) this.#dimensions = vector.length;
    if (vector.length !== this.#dimensions) throw new VectorsDiffer(vector.length, this.#dimensions);
    const start = this.#ids.length * this.#dimensions;
    if (start + this.#dimensions > this.#vectors.length) {
      const room = Math.max(this.#expected, 2 * this.#ids.length) * this.#dimensions;
      const larger = new Float32Array(room);
      larger.set(this.#vectors.subarray(0, start));
      this.#vectors = larger;
    }
    this.#vectors.set(unitVector(vector), start);
    this.#ids.push(id);
  }

  /** The rows with the largest cosine for each vector. Throws VectorsDiffer for vectors of another length. */
  async search(vectors: readonly Float32Array[], most: number): Promise<Nearest[][]> {
    if (this.#ids.length === 0) return vectors.map(() => []);
    for (const { length } of vectors)
      if (length !== this.#dimensions) throw new VectorsDiffer(length, this.#dimensions);
    const found: Nearest[][] = [];
    for (let at = 0; at < vectors.length; at += lanes)
      found.push(...(await this.#searchLanes(vectors.slice(at, at + lanes), most)));
    return found;
  }

  async #searchLanes(vectors: readonly Float32Array[], most: number): Promise<Nearest[][]> {
    const woven = sideBySide(vectors.map(unitVector), this.#dimensions);
    const nearest = vectors.map(() => new NearestRows(most));
    const step = Math.max(1, Math.ceil(atOnce / woven.length));
    const products = new Float64Array(Math.min(step, this.#ids.length) * lanes);
    for (let from = 0; from < this.#ids.length; from += step) {
      if (from > 0) await setImmediate();
      const to = Math.min(from + step, this.#ids.length);
      dotProducts(woven, this.#vectors, [from, to], products);
      for (const [lane, rows] of nearest.entries()) this.#take(rows, products, lane, [from, to]);
    }
    return nearest.map((rows) => rows.sorted());
  }

  #take(
    rows: NearestRows,
    products: Float64Array,
    lane: number,
    [from, to]: readonly [number, number],
  ): void {
    for (let row = from, at = lane; row < to; row += 1, at += lanes) {
      const similarity = products[at] ?? 0;
      if (similarity >= rows.least) rows.add({ row, id: this.#ids[row] ?? '', similarity });
    }
  }
}
