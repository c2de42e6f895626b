/**
 * Where a step's tables stand in the build's list: the place of the table that it begins at, then its own among the steps
 * begun. So tables are listed in one order, whichever of two flows is done first.
 */
export type Place = readonly number[];

export function byPlace(a: { readonly place: Place }, b: { readonly place: Place }): number {
  for (const [at, number] of a.place.entries()) {
    const other = b.place[at];
    if (other === undefined) return 1;
    if (number !== other) return number - other;
  }
  return a.place.length - b.place.length;
}
