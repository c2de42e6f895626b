/** A row of an index, with its similarity to what was searched for. */
export interface Nearest {
  readonly row: number;
  readonly id: string;
  readonly similarity: number;
}

/** The most similar first, equally similar ones in the order of their ids. */
export function nearestFirst(a: Nearest, b: Nearest): number {
  return b.similarity - a.similarity || (a.id < b.id ? -1 : 1);
}

/** Keeps the nearest of many rows; which rows these are does not depend on the order that they come in. */
export class NearestRows {
  /** Rows below this similarity need not be given. */
  least = -Infinity;
  readonly #most: number;
  readonly #found: Nearest[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(found: Nearest): void {
    this.#found.push(found);
    if (this.#found.length >= 2 * this.#most) this.#drop();
  }

  /** The rows that were nearest of all. */
  sorted(): Nearest[] {
    this.#drop();
    return this.#found;
  }

  #drop(): void {
    this.#found.sort(nearestFirst);
    if (this.#found.length < this.#most) return;
    this.#found.length = this.#most;
    this.least = this.#found.at(-1)?.similarity ?? -Infinity;
  }
}
