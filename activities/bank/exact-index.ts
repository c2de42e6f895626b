export interface Nearest {
  readonly id: string;
  readonly similarity: number;
}

/** Vectors in memory, searched one after the other: right for as many as fit, and the measure for any other index. */
export class ExactIndex {
  readonly #ids: string[] = [];
  #dimensions = 0;
  #vectors = new Float32Array();

  get size(): number {
    return this.#ids.length;
  }

  /** Throws RangeError for a vector of another length than those before it. */
  add(id: string, vector: Float32Array): void {
    if (this.#ids.length === 0) this.#dimensions = vector.length;
    if (vector.length !== this.#dimensions)
      throw new RangeError(`a vector of ${vector.length} numbers among vectors of ${this.#dimensions}`);
    const start = this.#ids.length * this.#dimensions;
    if (start + this.#dimensions > this.#vectors.length) {
      const larger = new Float32Array(Math.max(1024, 2 * (start + this.#dimensions)));
      larger.set(this.#vectors.subarray(0, start));
      this.#vectors = larger;
    }
    this.#vectors.set(unit(vector), start);
    this.#ids.push(id);
  }

  /** The vectors with the largest cosine, ties in the order of their ids. Throws RangeError for another length. */
  search(vector: Float32Array, most: number): Nearest[] {
    if (this.#ids.length === 0) return [];
    if (vector.length !== this.#dimensions)
      throw new RangeError(
        `documents are embedded in ${vector.length} dimensions, templates in ${this.#dimensions}: the models differ`,
      );
    const wanted = unit(vector);
    const found: Nearest[] = [];
    let least = -Infinity;
    for (let row = 0; row < this.#ids.length; row += 1) {
      const similarity = this.#dot(wanted, row);
      if (found.length >= most && similarity <= least) continue;
      found.push({ id: this.#ids[row] ?? '', similarity });
      if (found.length < 2 * most) continue;
      found.sort(nearestFirst).length = most;
      least = found[most - 1]?.similarity ?? -Infinity;
    }
    return found.sort(nearestFirst).slice(0, most);
  }

  #dot(wanted: Float32Array, row: number): number {
    const start = row * this.#dimensions;
    let sum = 0;
    for (let at = 0; at < this.#dimensions; at += 1)
      sum += (wanted[at] ?? 0) * (this.#vectors[start + at] ?? 0);
    return sum;
  }
}

function nearestFirst(a: Nearest, b: Nearest): number {
  return b.similarity - a.similarity || (a.id < b.id ? -1 : 1);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}
