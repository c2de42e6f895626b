import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** Bars of the histogram: twentieths of the document. */
const bars = 20;

/**
 * Section 3.2: whether an answer comes from the part of the document by which its template was found. The whole
 * document (chunk 0) has no place of its own, so that it counts in the histogram alone.
 */
export async function locationSection({ db, config }: AnalysisInputs): Promise<Section[]> {
  const { chunks } = z.object({ match: z.object({ chunks: z.int() }) }).parse(config).match;
  const found = await db.rows(
    `SELECT chunk, count(*) AS pairs, avg(excerpt_location) AS mean, coalesce(stddev_pop(excerpt_location), 0) AS sd,
      avg(similarity) AS similarity, sum(excerpted_share) AS excerpted FROM dataset GROUP BY chunk ORDER BY chunk`,
    {
      chunk: z.int(),
      pairs: z.int(),
      mean: z.number(),
      sd: z.number(),
      similarity: z.number(),
      excerpted: z.number(),
    },
  );
  if (found.length === 0) return [];
  const [r] = await db.rows(
    // By the moments: corr() gives NaN where one of them does not vary.
    `SELECT covar_pop(chunk, excerpt_location) / nullif(stddev_pop(chunk) * stddev_pop(excerpt_location), 0) AS pairs
      FROM dataset WHERE chunk > 0`,
    { pairs: z.number().nullable() },
  );
  const means = found.filter(({ chunk }) => chunk > 0).map(({ chunk, mean }) => ({ x: chunk, y: mean }));
  const thousandths = await db.rows(
    `SELECT round(excerpt_location * 1000)::BIGINT AS value, count(*) AS rows FROM dataset GROUP BY 1 ORDER BY 1`,
    { value: z.int(), rows: z.int() },
  );
  const pairs = found.reduce((sum, each) => sum + each.pairs, 0);
  const excerpted = found.reduce((sum, each) => sum + each.excerpted, 0);
  const overMeans = pearson(means);
  const inWords = (value: number | null | undefined): string => value?.toFixed(2) ?? 'not defined';
  const centre = (chunk: number): string => (chunk === 0 ? '–' : percent(chunk / (chunks + 1)));
  return [
    {
      title: 'Where the answers come from',
      paragraphs: [
        `Pearson’s r between the chunk by which the template was found (1 to ${String(chunks)}) and the place of the ` +
          `answer’s excerpts in the document: ${inWords(r?.pairs)} over pairs, ${inWords(overMeans)} over the chunks’ ` +
          'means. The paper has 0.99 and does not say over which.',
        `Four fifths of the answers come from ${percent(quantile(thousandths, 0.1))} to ` +
          `${percent(quantile(thousandths, 0.9))} of the way through the document; most from 19% to 71% in the paper. ` +
          'The place is the middle of the excerpted characters.',
        `${percent(excerpted / pairs)} of an answer is excerpted on average.`,
      ],
      tables: [
        {
          columns: ['Chunk', 'Its centre', 'Pairs', 'Mean place', 'Standard deviation', 'Mean similarity'],
          rows: found.map(({ chunk, pairs: count, mean, sd, similarity }) => [
            chunk === 0 ? 'whole document' : String(chunk),
            centre(chunk),
            count,
            percent(mean),
            percent(sd),
            similarity,
          ]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Answers by their place in the document',
          x: '% of the document',
          y: 'pairs',
          bars: histogram(thousandths),
        },
        {
          kind: 'line',
          title: 'Mean place by chunk',
          x: 'chunk',
          y: '% of the document',
          lines: [
            { name: 'answers', points: means.map(({ x, y }) => ({ x, y: 100 * y })) },
            {
              name: 'centre of the chunk',
              points: means.map(({ x }) => ({ x, y: (100 * x) / (chunks + 1) })),
            },
          ],
        },
      ],
    },
  ];
}

interface Thousandths {
  readonly value: number;
  readonly rows: number;
}

function histogram(thousandths: readonly Thousandths[]) {
  const counts = Array.from({ length: bars }, () => 0);
  for (const { value, rows } of thousandths) {
    const at = Math.min(bars - 1, Math.max(0, Math.floor((value * bars) / 1000)));
    counts[at] = (counts[at] ?? 0) + rows;
  }
  return counts.map((value, at) => ({ label: String((100 * at) / bars), value }));
}

/** The least value that so large a share of the rows does not exceed, 0 to 1. */
function quantile(thousandths: readonly Thousandths[], wanted: number): number {
  const rank = wanted * thousandths.reduce((sum, { rows }) => sum + rows, 0);
  let before = 0;
  for (const { value, rows } of thousandths) {
    before += rows;
    if (before >= rank) return value / 1000;
  }
  return 1;
}

/** Undefined where one of them does not vary. */
export function pearson(points: readonly { readonly x: number; readonly y: number }[]): number | undefined {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const sum = (of: (dx: number, dy: number) => number) =>
    points.reduce((total, point) => total + of(point.x - x, point.y - y), 0);
  const spread = Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy));
  return spread > 0 ? sum((dx, dy) => dx * dy) / spread : undefined;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)}%`;
}
