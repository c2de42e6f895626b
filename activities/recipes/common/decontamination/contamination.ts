import type { BenchmarkIndex, Contamination } from './benchmark-index.ts';

/** How much of a query may stand in a benchmark. @default 0.5 */
export const mostCovered = 0.5;

/** The benchmark that a query repeats: one whose n-grams cover more than `threshold` of its words. */
export function contaminationOf(
  query: string,
  index: BenchmarkIndex,
  threshold = mostCovered,
): Contamination | undefined {
  const found = index.find(query);
  return found !== undefined && found.share > threshold ? found : undefined;
}
