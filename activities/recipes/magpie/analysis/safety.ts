import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';

const shown = 20;

/** Section 3.3, Table 7: what the guard finds unsafe about instructions and responses. */
export async function safetySection({ db }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'instruction_harms'))) return [];
  const of = (harms: string) =>
    `count(${harms}) AS ${harms}_judged, count(*) FILTER (len(${harms}) > 0) AS ${harms}_unsafe`;
  const [found] = await db.rows(
    `SELECT count(*) AS rows, ${of('instruction_harms')}, ${of('response_harms')} FROM dataset`,
    {
      rows: z.int(),
      instruction_harms_judged: z.int(),
      instruction_harms_unsafe: z.int(),
      response_harms_judged: z.int(),
      response_harms_unsafe: z.int(),
    },
  );
  if (found === undefined || found.rows === 0) return [];
  const each = (column: string) =>
    `SELECT unnest(${column}) AS harm, '${column}' AS of FROM dataset WHERE len(${column}) > 0`;
  const harms = await db.rows(
    `SELECT harm, count(*) FILTER (of = 'instruction_harms') AS instructions,
        count(*) FILTER (of = 'response_harms') AS responses
      FROM (${each('instruction_harms')} UNION ALL ${each('response_harms')})
      GROUP BY harm ORDER BY count(*) DESC, harm LIMIT ${shown}`,
    { harm: z.string(), instructions: z.int(), responses: z.int() },
  );
  const instructions = found.instruction_harms_judged;
  const responses = found.response_harms_judged;
  const unjudged = 2 * found.rows - instructions - responses;
  return [
    {
      title: 'Safety',
      paragraphs: [
        `The guard finds ${share(found.instruction_harms_unsafe, instructions)} of the instructions and ` +
          `${share(found.response_harms_unsafe, responses)} of the responses unsafe; less than 1% in the paper.` +
          (unjudged === 0 ? '' : ` ${counted(unjudged)} texts have no verdict, for want of a usable answer.`),
      ],
      ...(harms.length === 0
        ? {}
        : {
            tables: [
              {
                columns: ['Unsafe about', 'Instructions', 'Share', 'Responses', 'Share'],
                rows: harms.map((row) => [
                  row.harm,
                  row.instructions,
                  share(row.instructions, instructions),
                  row.responses,
                  share(row.responses, responses),
                ]),
              },
            ],
          }),
    },
  ];
}
