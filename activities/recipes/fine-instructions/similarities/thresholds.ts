import type { DocumentSimilarity } from './measure.ts';

/** What a threshold would do, and how many similarities lie between it and the next. */
export interface Threshold {
  readonly threshold: number;
  /** Documents and embeddings whose most similar template is in [threshold, next). */
  readonly documentsHere: number;
  readonly chunksHere: number;
  /** Documents with one candidate at least. */
  readonly withAny: number;
  /** Documents with as many candidates as there are templates a document. */
  readonly withAll: number;
  /** Templates a document that would be drawn on average, those without one among them. */
  readonly mean: number;
}

type Measured = readonly Pick<DocumentSimilarity, 'chunks' | 'templates'>[];

const mostSteps = 16;
const steps = [0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.2];

/** Thresholds at round steps over the similarities that were met, the lowest first. */
export function thresholdsOf(measured: Measured, templates: number): Threshold[] {
  const all = measured.flatMap(({ chunks }) => chunks).sort((a, b) => a - b);
  const [least, largest] = [all[0], all.at(-1)];
  if (least === undefined || largest === undefined) return [];
  const step = steps.find((each) => (largest - least) / each <= mostSteps - 1) ?? 0.2;
  const first = Math.floor(least / step);
  const count = Math.floor(largest / step) - first + 1;
  const edge = (at: number): number => Number(((first + at) * step).toFixed(3));
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [edge(at), edge(at + 1)];
    const here = (similarity: number): boolean => similarity >= from && similarity < to;
    return {
      ...atThreshold(measured, from, templates),
      documentsHere: measured.filter(({ templates: [best = -1] }) => here(best)).length,
      chunksHere: all.filter(here).length,
    };
  });
}

/** What one threshold would do. */
export function atThreshold(
  measured: Measured,
  threshold: number,
  most: number,
): Omit<Threshold, 'documentsHere' | 'chunksHere'> {
  const candidates = measured.map(
    ({ templates }) => templates.filter((similarity) => similarity > threshold).length,
  );
  const drawn = candidates.reduce((sum, count) => sum + Math.min(count, most), 0);
  return {
    threshold,
    withAny: candidates.filter((count) => count > 0).length,
    withAll: candidates.filter((count) => count >= most).length,
    mean: candidates.length === 0 ? 0 : drawn / candidates.length,
  };
}
