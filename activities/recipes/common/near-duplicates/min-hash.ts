import { mixed } from './shingles.ts';

interface Permutations {
  readonly factors: Uint32Array;
  readonly masks: Uint32Array;
}

const made = new Map<number, Permutations>();

/** Always the same ones: signatures of different builds can be compared. */
function permutations(count: number): Permutations {
  const known = made.get(count);
  if (known !== undefined) return known;
  const factors = Uint32Array.from({ length: count }, (_, at) => mixed(2 * at + 1) | 1);
  const masks = Uint32Array.from({ length: count }, (_, at) => mixed(2 * at + 2));
  const these = { factors, masks };
  made.set(count, these);
  return these;
}

/**
 * The least hash of a text's shingles under each of `count` permutations: two texts have the same at as many places as
 * their sets of shingles are alike (Broder, 1997). On typed arrays: `bloom-filters`' MinHash takes seven times as long,
 * and draws its permutations anew in every process.
 */
export function minHash(shingles: Uint32Array, count: number): Uint32Array {
  const { factors, masks } = permutations(count);
  const least = new Uint32Array(count).fill(0xffffffff);
  for (const shingle of shingles)
    for (let at = 0; at < count; at += 1) {
      const product = Math.imul(shingle ^ (masks[at] ?? 0), factors[at] ?? 1);
      const hash = (product ^ (product >>> 15)) >>> 0;
      if (hash < (least[at] ?? 0)) least[at] = hash;
    }
  return least;
}
