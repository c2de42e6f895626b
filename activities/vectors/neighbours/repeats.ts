import { squaredDistance, type UnitVectors } from './unit-vectors.ts';

/**
 * Groups of rows that are linked by pairs within a distance of each other. A group may be a chain: its ends need not be within the distance.
 */
export class Repeats {
  /** Products below this are of no pair within the distance, whatever their rounding. */
  readonly least: number;
  readonly #vectors: UnitVectors;
  readonly #distance: number;
  /** A row before each in its group; the first has itself. */
  readonly #before: Uint32Array;

  /** @param distance undefined where no groups are wanted */
  constructor(vectors: UnitVectors, distance: number | undefined) {
    this.#vectors = vectors;
    this.#distance = distance ?? -1;
    this.least = distance === undefined ? Infinity : 1 - distance / 2 - roundingOf(vectors.dimensions);
    this.#before = Uint32Array.from(vectors.ids.keys());
  }

  /** Takes a pair whose product is not below `least`. */
  offer(one: number, other: number): void {
    const [a, b] = [this.first(one), this.first(other)];
    if (a === b || squaredDistance(this.#vectors, one, other) > this.#distance) return;
    this.#before[Math.max(a, b)] = Math.min(a, b);
  }

  /** The first row of a row's group, which is the row itself where it is alone. */
  first(row: number): number {
    let at = row;
    for (;;) {
      const before = this.#before[at] ?? at;
      if (before === at) return at;
      // Halves the way for the next time.
      const further = this.#before[before] ?? before;
      this.#before[at] = further;
      at = further;
    }
  }
}

/** By how much a product in single precision may be wrong: four sums of a quarter of the dimensions each. */
function roundingOf(dimensions: number): number {
  return (dimensions / 4 + 4) * 2 ** -23;
}
