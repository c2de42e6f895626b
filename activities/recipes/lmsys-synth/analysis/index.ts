import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { dollars, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs, RecipeAnalysis } from '../../../dataset/analysis/recipe-analysis.ts';
import { shareSection } from './languages.ts';
import { teacherSection } from './teachers.ts';
import { topicSection } from './topics.ts';

/** What the paper tells of its datasets: section 2, Table 1, section 3.3, and the character ratio of Table 4. */
export const lmsysSynthAnalysis: RecipeAnalysis = async (inputs) => [
  ...yieldSection(inputs),
  ...(await evictedSection(inputs)),
  ...(await shareSection(inputs)),
  ...(await topicSection(inputs)),
  ...(await teacherSection(inputs)),
  ...(await costSection(inputs)),
];

/** Section 2 and Table 1: what is left of the conversations after each step. */
function yieldSection({ tables }: AnalysisInputs): Section[] {
  if (tables.length === 0) return [];
  const rows = tables.map(({ summary, manifest: { counts } }) => [
    summary.title,
    counts.in,
    counts.out,
    counts.in === 0 ? null : share(counts.out, counts.in),
  ]);
  return [
    {
      title: 'From conversations to pairs',
      paragraphs: [
        'Rows that came to each step and that it gave. Of a million conversations the paper kept 732,392 that are not toxic, ' +
          '453,889 distinct first utterances, and 451,450 to 453,802 answers of each teacher in each language.',
      ],
      tables: [{ columns: ['Step', 'Rows in', 'Rows out', 'Given'], rows }],
    },
  ];
}

/** Section 2: answers that were evicted, each by its rule. */
async function evictedSection({ db, rejects }: AnalysisInputs): Promise<Section[]> {
  const found = await db.rows(
    `SELECT reason, count(*) AS rows FROM ${await rejects('answer-instruction')} GROUP BY reason ORDER BY rows DESC, reason`,
    { reason: z.string(), rows: z.int() },
  );
  if (found.length === 0) return [];
  return [
    {
      title: 'Evicted answers',
      paragraphs: ['Answers that nothing is to be learnt from, by the rule that they broke.'],
      tables: [{ columns: ['Rule', 'Answers'], rows: found.map(({ reason, rows }) => [reason, rows]) }],
    },
  ];
}

/** What each kept row cost, by all that was asked for its dataset. */
async function costSection({ db, tables }: AnalysisInputs): Promise<Section[]> {
  const [kept] = await db.rows('SELECT count(*) AS rows FROM dataset', { rows: z.int() });
  const steps = tables.flatMap(({ summary: { title }, manifest: { spending } }) => {
    const questions = spending.asked + spending.reused;
    const tokens = spending.usage.completionTokens + spending.reusedUsage.completionTokens;
    return questions === 0 ? [] : [{ title, questions, tokens, cost: spending.cost }];
  });
  if (steps.length === 0) return [];
  const sum = (of: 'questions' | 'tokens' | 'cost') => steps.reduce((all, step) => all + step[of], 0);
  const all = { title: 'All steps', questions: sum('questions'), tokens: sum('tokens'), cost: sum('cost') };
  const rows = kept?.rows ?? 0;
  return [
    {
      title: 'What a row costs',
      paragraphs: [
        'Questions and written tokens of each step, for all that it was asked and for a row of this dataset; and what the ' +
          'builds that made its table paid, where the endpoint has a price.',
      ],
      tables: [
        {
          columns: ['Step', 'Questions', 'A row', 'Tokens a row', 'Paid', 'Paid a 1,000 rows'],
          rows: (steps.length > 1 ? [...steps, all] : steps).map(({ title, questions, tokens, cost }) => [
            title,
            questions,
            perRow(questions, rows),
            perRow(tokens, rows),
            dollars(cost),
            dollars((perRow(cost, rows) ?? 0) * 1000),
          ]),
        },
      ],
    },
  ];
}

function perRow(amount: number, rows: number): number | null {
  return rows === 0 ? null : amount / rows;
}
