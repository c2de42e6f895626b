import type { Distribution } from '../../../schemas/dataset/analysis.ts';
import type { Bin } from '../../../schemas/dataset/bin.ts';

/** How many rows have a value; values ascending. */
export interface Frequency {
  readonly value: number;
  readonly rows: number;
}

const wantedBins = 32;

/**
 * The exact spread of whole numbers from how often each occurs, so that memory follows the number of distinct
 * values, not of rows. Undefined without rows. Bins reach to the 99th percentile and have round widths; with
 * `bins`, they are the given ones.
 */
export function distributionOf(
  frequencies: readonly Frequency[],
  bins?: { readonly width: number; readonly end: number },
): Distribution | undefined {
  const first = frequencies[0];
  const last = frequencies.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const count = frequencies.reduce((sum, { rows }) => sum + rows, 0);
  const total = frequencies.reduce((sum, { value, rows }) => sum + value * rows, 0);
  const rank = ranks(frequencies);
  const { width, end } = bins ?? roundBins(first.value, rank(Math.ceil(0.99 * count)));
  const start = bins === undefined ? Math.floor(first.value / width) * width : 0;
  const counted = binsOf(frequencies, start, width, end);
  return {
    count,
    min: first.value,
    mean: total / count,
    median: (rank(Math.floor((count + 1) / 2)) + rank(Math.ceil((count + 1) / 2))) / 2,
    p90: rank(Math.ceil(0.9 * count)),
    max: last.value,
    bins: counted,
    above: count - counted.reduce((sum, bin) => sum + bin.count, 0),
  };
}

/** The same in a larger unit, of which the values were counted as whole parts: thousandths, for instance. */
export function inUnit(distribution: Distribution, parts: number): Distribution {
  const { min, mean, median, p90, max, bins, ...counts } = distribution;
  return {
    ...counts,
    min: min / parts,
    mean: mean / parts,
    median: median / parts,
    p90: p90 / parts,
    max: max / parts,
    bins: bins.map(({ from, to, count }) => ({ from: from / parts, to: to / parts, count })),
  };
}

/** The value of the row at a rank, 1 for the least. */
function ranks(frequencies: readonly Frequency[]): (rank: number) => number {
  return (rank) => {
    let before = 0;
    for (const { value, rows } of frequencies) {
      before += rows;
      if (before >= rank) return value;
    }
    return frequencies.at(-1)?.value ?? 0;
  };
}

function roundBins(min: number, high: number): { width: number; end: number } {
  const wanted = Math.max(1, (high - min) / wantedBins);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const width = power * ([1, 2, 5, 10].find((step) => step * power >= wanted) ?? 10);
  return { width, end: (Math.floor(high / width) + 1) * width };
}

/** The last bin takes its upper end too. */
function binsOf(frequencies: readonly Frequency[], start: number, width: number, end: number): Bin[] {
  const bins = Array.from({ length: Math.max(1, Math.round((end - start) / width)) }, (_, at) => ({
    from: start + at * width,
    to: start + (at + 1) * width,
    count: 0,
  }));
  for (const { value, rows } of frequencies) {
    const bin = value === end ? bins.at(-1) : bins[Math.floor((value - start) / width)];
    if (bin !== undefined) bin.count += rows;
  }
  return bins;
}
