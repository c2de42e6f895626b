import { z } from 'zod';
import type { Section, SectionPlot } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';
import { spreadCells, spreadColumns, spreadOf, spreadPlot } from '../../common/analysis/spread.ts';

const columns = [
  { name: 'reward', title: 'Reward' },
  { name: 'base_reward', title: 'Reward of the base model’s answer' },
  { name: 'reward_difference', title: 'Reward difference' },
  { name: 'chosen_score', title: 'Reward of the chosen answer' },
  { name: 'rejected_score', title: 'Reward of the rejected answer' },
  {
    name: 'chosen_score - rejected_score',
    title: 'Reward of the chosen less that of the rejected answer',
    needs: 'chosen_score',
  },
];

/** Section 3.2, Figure 3 (b): the rewards of responses, and how much better they are than what the base model answers. */
export async function rewardSection({ db }: AnalysisInputs): Promise<Section[]> {
  const rows: (string | number)[][] = [];
  const plots: SectionPlot[] = [];
  for (const { name, title, needs = name } of columns) {
    if (!(await hasColumn(db, needs))) continue;
    const spread = await spreadOf(db, name);
    if (spread === undefined) continue;
    rows.push([title, ...spreadCells(spread)]);
    plots.push(
      spreadPlot(title, title.startsWith('Reward of the chosen less') ? 'difference' : 'reward', spread),
    );
  }
  if (rows.length === 0) return [];
  return [
    {
      title: 'Rewards',
      paragraphs: [
        'On the reward model’s own scale: numbers of two models do not compare.',
        ...(await betterThanBase(db)),
      ],
      tables: [{ columns: ['What', ...spreadColumns], rows }],
      plots,
    },
  ];
}

async function betterThanBase(db: AnalysisInputs['db']): Promise<string[]> {
  if (!(await hasColumn(db, 'reward_difference'))) return [];
  const [found] = await db.rows(
    'SELECT count(reward_difference) AS rows, count(*) FILTER (reward_difference > 0) AS better FROM dataset',
    { rows: z.int(), better: z.int() },
  );
  if (found === undefined || found.rows === 0) return [];
  return [`${share(found.better, found.rows)} of the responses are rated above the base model’s answer.`];
}
