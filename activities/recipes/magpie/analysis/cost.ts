import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, dollars } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

const thousand = 1000;

/** Section 3.4: what 1,000 rows of the dataset cost, by step. */
export async function costSection({ db, tables }: AnalysisInputs): Promise<Section[]> {
  const [kept] = await db.rows('SELECT count(*) AS rows FROM dataset', { rows: z.int() });
  if (kept === undefined || kept.rows === 0) return [];
  const per = (amount: number) => (thousand * amount) / kept.rows;
  const steps = tables
    .map(({ summary: { title }, manifest: { spending: spent } }) => ({
      title,
      questions: spent.asked + spent.reused,
      read: spent.usage.promptTokens + spent.reusedUsage.promptTokens,
      written: spent.usage.completionTokens + spent.reusedUsage.completionTokens,
      cost: spent.cost,
      reused: spent.reused,
    }))
    .filter(({ questions }) => questions > 0);
  if (steps.length === 0) return [];
  const sum = (of: (step: (typeof steps)[number]) => number) =>
    steps.reduce((total, step) => total + of(step), 0);
  const cost = sum((step) => step.cost);
  const reused = sum((step) => step.reused);
  const row = (title: string, of: (value: (step: (typeof steps)[number]) => number) => number) => [
    title,
    per(of((step) => step.questions)),
    per(of((step) => step.read)),
    per(of((step) => step.written)),
    dollars(per(of((step) => step.cost))),
  ];
  return [
    {
      title: 'What 1,000 rows cost',
      paragraphs: [
        'Questions and tokens of each step for 1,000 rows of this dataset, with what was drawn or answered and then dropped. ' +
          (cost === 0
            ? 'No role has a price in the config, so there are no dollars.'
            : `${dollars(per(cost))} for 1,000 rows; the paper has $0.12 for MAGPIE-Air and $1.1 for MAGPIE-Pro, by the hours of its GPUs.`) +
          (reused === 0
            ? ''
            : ` ${counted(reused)} answers were there from before; their tokens count, their dollars do not.`),
      ],
      tables: [
        {
          columns: ['Step', 'Questions', 'Tokens read', 'Tokens written', 'Dollars'],
          rows: [...steps.map((step) => row(step.title, (value) => value(step))), row('All', sum)],
        },
      ],
    },
  ];
}
