import { squaredDistance, type UnitVectors } from './unit-vectors.ts';

/** Of some rows the k nearest to a row, equally near ones in their order, by distances in double precision. */
export function nearestRows(
  vectors: UnitVectors,
  row: number,
  others: readonly number[],
  k: number,
): { readonly row: number; readonly distance: number }[] {
  return others
    .map((other) => ({ row: other, distance: squaredDistance(vectors, row, other) }))
    .sort((a, b) => a.distance - b.distance || a.row - b.row)
    .slice(0, k);
}
