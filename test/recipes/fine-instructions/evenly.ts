/** Rows that each stratum gives at least when `size` rows are drawn evenly: as many as the others, or all it has. */
export function evenly(strata: readonly number[], size: number): number[] {
  let each = 0;
  const given = (limit: number) => strata.map((count) => Math.min(count, limit));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  while (each < Math.max(0, ...strata) && sum(given(each + 1)) <= size) each += 1;
  return given(each);
}
