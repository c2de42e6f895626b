/** What a figure must reach. */
export type Target =
  { readonly atLeast: number } | { readonly atMost: number } | { readonly exactly: number };

/** One figure of the benchmark: ours, the plain loop's or another program's beside it where there is one, and what ours must reach. */
export interface Measure {
  readonly name: string;
  /** What the figures are: `share`, `ratio`, `rows`, `rows/s`, `queries/s`, `s`, `ms`, `MiB`, `events`, `answers`. */
  readonly unit: string;
  readonly ours: number;
  readonly loop?: number;
  /** The same by faiss-cpu, or in a few words why there is no figure. */
  readonly faiss?: number | string;
  readonly target?: Target;
  /** All numbers that the figure was made of. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** Whether a figure reaches its target; undefined where there is none. */
export function reaches({ ours, target }: Pick<Measure, 'ours' | 'target'>): boolean | undefined {
  if (target === undefined) return undefined;
  if ('atLeast' in target) return ours >= target.atLeast;
  if ('atMost' in target) return ours <= target.atMost;
  return ours === target.exactly;
}

/** The middle one; of an even number the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}
