import type { Matrix } from '../../inference/services/vector-of.ts';

/** The rows of a matrix, without copying them. */
export function rowsOfMatrix({ rows, dimensions, data }: Matrix): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => data.subarray(row * dimensions, (row + 1) * dimensions));
}
