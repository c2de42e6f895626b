import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';

const bins = 20;
/** Section 4.1: answers below it were found to be partly in another language. */
const line = 0.6;

/** Section 4.1: how much of answers and instructions is written in the language's own characters. */
export async function shareSection({ db }: AnalysisInputs): Promise<Section[]> {
  // A dataset of preferences has other texts.
  if (!(await hasColumn(db, 'response_share'))) return [];
  const found = await db.rows(
    `SELECT language, count(*) AS rows, avg(response_share) AS response, avg(instruction_share) AS instruction,
      count(*) FILTER (response_share < ${line}) AS below FROM dataset GROUP BY language ORDER BY language`,
    { language: z.string(), rows: z.int(), response: z.number(), instruction: z.number(), below: z.int() },
  );
  if (found.length === 0) return [];
  const spread = await db.rows(
    `SELECT least(floor(response_share * ${bins}), ${bins - 1})::BIGINT AS bin, count(*) AS rows FROM dataset GROUP BY bin`,
    { bin: z.int(), rows: z.int() },
  );
  const of = new Map(spread.map(({ bin, rows }) => [bin, rows]));
  const bars = Array.from({ length: bins }, (_, bin) => ({
    label: (bin / bins).toFixed(2),
    value: of.get(bin) ?? 0,
  }));
  return [
    {
      title: 'The language’s own characters',
      paragraphs: [
        'Mean share of the characters of answers and instructions, white space left out, that are the language’s own; in the ' +
          'paper’s Japanese, below 0.60 means that parts are in another language.',
      ],
      tables: [
        {
          columns: ['Language', 'Rows', 'In answers', 'In instructions', 'Answers below 0.60'],
          rows: found.map((each) => [
            each.language,
            each.rows,
            each.response,
            each.instruction,
            share(each.below, each.rows),
          ]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Share of the language in answers',
          x: 'share',
          y: 'answers',
          bars,
          line: { before: line.toFixed(2), text: line.toFixed(2) },
        },
      ],
    },
  ];
}
