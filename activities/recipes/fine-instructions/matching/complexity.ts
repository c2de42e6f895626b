/** How many templates (or queries) have each complexity. */
export type ComplexityCounts = ReadonlyMap<number, number>;

/** Complexities from here on count as one class, "10+ tags" in the paper: single ones of them are too rare to follow. */
export const longest = 10;

/** The share of each class of complexity. */
export function sharesOf(counts: ComplexityCounts): Map<number, number> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shares = new Map<number, number>();
  for (const [complexity, count] of counts) {
    const group = classOf(complexity);
    shares.set(group, (shares.get(group) ?? 0) + count / total);
  }
  return shares;
}

export function classOf(complexity: number): number {
  return Math.min(complexity, longest);
}

/** Total variation distance of two distributions, 0 (equal) to 1: the share that would have to move. */
export function distanceOf(one: ComplexityCounts, other: ComplexityCounts): number {
  const a = sharesOf(one);
  const b = sharesOf(other);
  const groups = new Set([...a.keys(), ...b.keys()]);
  return [...groups].reduce((sum, group) => sum + Math.abs((a.get(group) ?? 0) - (b.get(group) ?? 0)), 0) / 2;
}
