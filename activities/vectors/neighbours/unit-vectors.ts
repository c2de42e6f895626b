import { VectorUnusable } from '../vector-unusable.ts';
import { VectorsDiffer } from '../vectors-differ.ts';

/** Vectors with their ids, those of one row after those of another. */
export interface VectorChunk {
  readonly ids: readonly string[];
  /** How many of the numbers each row has. */
  readonly lengths: ArrayLike<number>;
  readonly numbers: Float32Array;
}

/** The vectors of a table at length 1, in the order of their ids, in one array: four bytes a number. */
export interface UnitVectors {
  readonly ids: readonly string[];
  readonly dimensions: number;
  readonly numbers: Float32Array;
  /** Rows whose vector has a direction: all but those of zeros. */
  readonly directed: Uint32Array;
}

/**
 * Gathers vectors into one array.
 * @param expected rows that room is made for at once; with more, the array is copied into a larger one
 * @throws VectorsDiffer, VectorUnusable
 */
export async function unitVectors(
  chunks: AsyncIterable<VectorChunk> | Iterable<VectorChunk>,
  expected = 1024,
): Promise<UnitVectors> {
  const ids: string[] = [];
  let dimensions = 0;
  let numbers = new Float32Array();
  for await (const chunk of chunks) {
    if (ids.length === 0) dimensions = chunk.lengths[0] ?? 0;
    const needed = (ids.length + chunk.ids.length) * dimensions;
    if (needed > numbers.length) {
      const larger = new Float32Array(Math.max(needed, expected * dimensions, 2 * numbers.length));
      larger.set(numbers);
      numbers = larger;
    }
    numbers.set(unitsOf(chunk, dimensions), ids.length * dimensions);
    for (const id of chunk.ids) ids.push(id);
  }
  return inOrder(ids, dimensions, numbers.subarray(0, ids.length * dimensions));
}

function unitsOf({ ids, lengths, numbers }: VectorChunk, dimensions: number): Float32Array {
  for (const [row, id] of ids.entries()) {
    const length = lengths[row] ?? 0;
    if (length !== dimensions) throw new VectorsDiffer(length, dimensions, id);
    const from = row * dimensions;
    let square = 0;
    for (let at = from; at < from + dimensions; at += 1) square += (numbers[at] ?? 0) ** 2;
    if (!Number.isFinite(square)) {
      const odd = numbers.subarray(from, from + dimensions).find((value) => !Number.isFinite(value));
      throw new VectorUnusable(id, odd ?? square);
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 1;
    for (let at = from; at < from + dimensions; at += 1) numbers[at] = (numbers[at] ?? 0) * scale;
  }
  return numbers;
}

/** Puts rows into the order of their ids, without a second array of vectors. */
function inOrder(ids: readonly string[], dimensions: number, numbers: Float32Array): UnitVectors {
  const order = Uint32Array.from(ids.keys());
  order.sort((a, b) => compare(ids[a] ?? '', ids[b] ?? ''));
  const sorted = Array.from(order, (row) => ids[row] ?? '');
  const vectorAt = (row: number) => numbers.subarray(row * dimensions, (row + 1) * dimensions);
  const moved = new Float32Array(dimensions);
  const done = new Uint8Array(ids.length);
  for (let start = 0; start < ids.length; start += 1) {
    if (done[start] === 1) continue;
    // Round one circle of the permutation: each place gets its vector from the place that has it.
    moved.set(vectorAt(start));
    for (let at = start; ;) {
      done[at] = 1;
      const from = order[at] ?? start;
      if (from === start) {
        vectorAt(at).set(moved);
        break;
      }
      vectorAt(at).set(vectorAt(from));
      at = from;
    }
  }
  const directed = Uint32Array.from(sorted.keys()).filter((row) =>
    vectorAt(row).some((value) => value !== 0),
  );
  return { ids: sorted, dimensions, numbers, directed };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Squared distance of two rows, in double precision: exactly 0 for equal vectors, and 2 - 2 cos for all. */
export function squaredDistance({ numbers, dimensions }: UnitVectors, one: number, other: number): number {
  let sum = 0;
  for (let a = one * dimensions, b = other * dimensions, end = a + dimensions; a < end; a += 1, b += 1) {
    const difference = (numbers[a] ?? 0) - (numbers[b] ?? 0);
    sum += difference * difference;
  }
  return sum;
}
