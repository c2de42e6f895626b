import { unitVectors, type UnitVectors } from '../../activities/vectors/neighbours/unit-vectors.ts';
import type { Neighbour } from '../../activities/vectors/neighbours/neighbours.ts';

/** Numbers from 0 up to 1 that follow from the seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed numbers (Box and Muller). */
export function normalFrom(seed: number): () => number {
  const draw = numbersFrom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

export const idAt = (at: number) => `row-${String(at).padStart(6, '0')}`;

/** Vectors of any direction. */
export function uniform(count: number, dimensions: number, seed = 1): Float32Array[] {
  const draw = normalFrom(seed);
  return Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, draw));
}

/** Vectors about centres, as those of texts are. */
export function clustered(count: number, dimensions: number, centres: number, seed = 1): Float32Array[] {
  const draw = normalFrom(seed);
  const middles = uniform(centres, dimensions, seed + 1);
  return Array.from({ length: count }, (_, at) =>
    Float32Array.from(middles[(at * 7919) % centres] ?? [], (value) => value + 0.6 * draw()),
  );
}

/** Vectors as a table gives them, some at a time, with ids of their places or those given. */
export function gathered(vectors: readonly Float32Array[], ids = vectors.map((_, at) => idAt(at))) {
  const chunks = Array.from({ length: Math.ceil(vectors.length / 100) }, (_, chunk) => {
    const some = vectors.slice(chunk * 100, chunk * 100 + 100);
    const numbers = new Float32Array(some.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const vector of some) {
      numbers.set(vector, at);
      at += vector.length;
    }
    return {
      ids: ids.slice(chunk * 100, chunk * 100 + 100),
      lengths: some.map(({ length }) => length),
      numbers,
    };
  });
  return unitVectors(chunks);
}

/** The k nearest other rows of each, by a plain double loop over all pairs. */
export function plainNeighbours(vectors: UnitVectors, k: number): Neighbour[][] {
  const { ids, dimensions, numbers } = vectors;
  const vectorOf = (row: number) => numbers.subarray(row * dimensions, (row + 1) * dimensions);
  const isZero = (row: number) => vectorOf(row).every((value) => value === 0);
  return ids.map((_, row) => {
    const near: Neighbour[] = [];
    for (const [other, id] of ids.entries()) {
      if (other === row || isZero(row) || isZero(other)) continue;
      const [a, b] = [vectorOf(row), vectorOf(other)];
      let distance = 0;
      for (let at = 0; at < dimensions; at += 1) distance += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
      near.push({ id, cosine: 1 - distance / 2, distance });
    }
    return near.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1)).slice(0, k);
  });
}
