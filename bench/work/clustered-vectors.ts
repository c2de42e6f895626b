/** What made-up embeddings are like. */
export interface Space {
  readonly dimensions: number;
  /** Numbers that a text's place is drawn by: real embeddings vary in a few tens of directions, however long they are. */
  readonly latent?: number;
  /** Topics; their shares of the texts fall as 1 / rank. */
  readonly topics?: number;
  readonly seed?: number;
}

/** Length of a topic's centre over the spread of its texts: topics overlap, as those of texts do. */
const apart = 1.5;
/** Share of a vector's length that is noise in all directions. */
const noise = 0.2;

/**
 * Made-up embeddings: topics of very different sizes overlap in a space of few directions, and each vector has noise of
 * its own. Vectors of one space, whichever part of them is asked for, are the same in every run.
 */
export class ClusteredVectors {
  readonly dimensions: number;
  readonly #latent: number;
  readonly #centres: Float32Array;
  readonly #shares: Float64Array;
  readonly #directions: Float32Array;
  readonly #seed: number;

  constructor({ dimensions, latent = 32, topics = 2000, seed = 1 }: Space) {
    this.dimensions = dimensions;
    this.#latent = latent;
    this.#seed = seed;
    const draw = gaussian(seed);
    // Directions weigh less and less, as the principal components of real embeddings do.
    const spread = Array.from({ length: latent }, (_, at) => 1 / Math.sqrt(1 + at / 4));
    this.#directions = Float32Array.from(
      { length: latent * dimensions },
      (_, at) => ((spread[Math.floor(at / dimensions)] ?? 0) * draw()) / Math.sqrt(dimensions),
    );
    this.#centres = Float32Array.from({ length: topics * latent }, () => apart * draw());
    let sum = 0;
    this.#shares = Float64Array.from({ length: topics }, (_, at) => (sum += 1 / (at + 1)));
  }

  /** `count` vectors of length 1, one after the other; another `part` has others. */
  part(part: number, count: number): Float32Array {
    const random = uniform(this.#seed * 7919 + part + 1);
    const draw = gaussian(this.#seed * 104_729 + part + 1);
    const { dimensions } = this;
    const vectors = new Float32Array(count * dimensions);
    const place = new Float64Array(this.#latent);
    for (let row = 0; row < count; row += 1) {
      const topic = this.#topic(random());
      for (let at = 0; at < place.length; at += 1)
        place[at] = (this.#centres[topic * place.length + at] ?? 0) + draw();
      this.#project(place, vectors.subarray(row * dimensions, (row + 1) * dimensions), random);
    }
    return vectors;
  }

  #topic(drawn: number): number {
    const wanted = drawn * (this.#shares.at(-1) ?? 0);
    let [from, to] = [0, this.#shares.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#shares[middle] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #project(place: Float64Array, vector: Float32Array, random: () => number): void {
    const sums = new Float64Array(vector.length);
    for (let at = 0; at < place.length; at += 1) {
      const weight = place[at] ?? 0;
      const start = at * vector.length;
      for (let to = 0; to < vector.length; to += 1)
        sums[to] = (sums[to] ?? 0) + weight * (this.#directions[start + to] ?? 0);
    }
    const own = (noise * lengthOf(sums) * Math.sqrt(12)) / Math.sqrt(vector.length);
    for (let to = 0; to < vector.length; to += 1) sums[to] = (sums[to] ?? 0) + own * (random() - 0.5);
    const scale = 1 / lengthOf(sums);
    for (let to = 0; to < vector.length; to += 1) vector[to] = (sums[to] ?? 0) * scale;
  }
}

function lengthOf(vector: Float64Array): number {
  let square = 0;
  for (const value of vector) square += value * value;
  return Math.sqrt(square);
}

/** Mulberry32: quick, and good enough for this. */
function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function gaussian(seed: number): () => number {
  const random = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
