/**
 * The rows with the largest products for each row, best first and equal ones in the order of the rows; which these are does
 * not depend on the order in which pairs come, nor on how often.
 */
export class BestRows {
  /** Products below this need not be offered for a row. */
  readonly least: Float32Array;
  readonly #most: number;
  readonly #products: Float32Array;
  readonly #rows: Int32Array;

  constructor(rows: number, most: number) {
    this.#most = most;
    this.least = new Float32Array(rows).fill(-Infinity);
    this.#products = new Float32Array(rows * most).fill(-Infinity);
    this.#rows = new Int32Array(rows * most).fill(-1);
  }

  offer(row: number, other: number, product: number): void {
    const [products, rows] = [this.#products, this.#rows];
    const start = row * this.#most;
    const last = start + this.#most - 1;
    if (!this.#isBefore(product, other, last)) return;
    let at = last;
    while (at > start && this.#isBefore(product, other, at - 1)) at -= 1;
    if (at > start && rows[at - 1] === other) return;
    products.copyWithin(at + 1, at, last);
    rows.copyWithin(at + 1, at, last);
    products[at] = product;
    rows[at] = other;
    this.least[row] = products[last] ?? -Infinity;
  }

  /** The best rows for a row, in no stated order. */
  of(row: number): number[] {
    return [...this.#rows.subarray(row * this.#most, (row + 1) * this.#most)].filter((other) => other >= 0);
  }

  #isBefore(product: number, other: number, at: number): boolean {
    const there = this.#products[at] ?? -Infinity;
    return product > there || (product === there && other < (this.#rows[at] ?? -1)) || this.#rows[at] === -1;
  }
}
