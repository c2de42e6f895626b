import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, measured, share } from '../../../dataset/amounts.ts';
import { distributionOf } from '../../../dataset/analysis/distribution.ts';
import { usesOf } from './uses-of.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** Documents with more pairs than this share a bar. */
const longest = 12;

/** Section 4.2: pairs of a document, about three in the paper; and how much of the documents' tokens they use. */
export async function documentSection({ db, tables, table }: AnalysisInputs): Promise<Section[]> {
  const imported = await table('count-document');
  const all = tables.findLast(({ manifest }) => manifest.stage === 'count-document')?.summary.counts.out;
  const frequencies = await db.rows(
    `SELECT uses AS value, count(*) AS rows FROM (${usesOf('document_id')}) GROUP BY uses ORDER BY uses`,
    { value: z.int(), rows: z.int() },
  );
  const spread = distributionOf(frequencies);
  if (imported === undefined || all === undefined || spread === undefined) return [];
  const [tokens] = await db.rows(
    `SELECT (SELECT coalesce(sum(pair_tokens), 0)::BIGINT FROM dataset) AS pairs,
      (SELECT coalesce(sum(document_tokens), 0)::BIGINT FROM ${imported}) AS documents`,
    { pairs: z.int(), documents: z.int() },
  );
  const pairs = spread.mean * spread.count;
  const without = all - spread.count;
  const bars = [{ value: 0, rows: without }, ...frequencies];
  const rowsOf = (wanted: (value: number) => boolean): number =>
    bars.filter(({ value }) => wanted(value)).reduce((sum, { rows }) => sum + rows, 0);
  const last = Math.min(longest, spread.max);
  return [
    {
      title: 'Pairs a document',
      paragraphs: [
        `${measured(spread.mean)} pairs a document that has any (about three in the paper), ` +
          `${measured(pairs / all)} a document of the corpus. ` +
          `The pairs have ${counted(tokens?.pairs ?? 0)} tokens, ` +
          `${share(tokens?.pairs ?? 0, tokens?.documents ?? 0)} of the documents’ ${counted(tokens?.documents ?? 0)}.`,
      ],
      tables: [
        {
          columns: ['Documents', 'With pairs', 'Pairs', 'Mean', 'Median', 'p90', 'Most'],
          rows: [[all, spread.count, pairs, spread.mean, spread.median, spread.p90, spread.max]],
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Documents by their pairs',
          x: 'pairs',
          y: 'documents',
          bars: Array.from({ length: last + 1 }, (_, value) => ({
            label: value === longest ? `${String(value)}+` : String(value),
            value: rowsOf((met) => (value === longest ? met >= value : met === value)),
          })),
        },
      ],
    },
  ];
}
