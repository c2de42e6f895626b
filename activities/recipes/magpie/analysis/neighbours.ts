import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { shortened } from '../../../dataset/excerpt.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';
import { spreadCells, spreadColumns, spreadOf, spreadPlot } from '../../common/analysis/spread.ts';

const shown = 8;

/** Section 3.2, Figure 3 (a): how far instructions are from the nearest other one, and which repeat each other. */
export async function neighbourSection({ db }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'neighbour_distance'))) return [];
  const spread = await spreadOf(db, 'neighbour_distance');
  if (spread === undefined) return [];
  const [repeats] = await db.rows(
    `SELECT count(*) AS rows, count(repeat_of) AS repeats, count(DISTINCT repeat_of) AS groups FROM dataset`,
    { rows: z.int(), repeats: z.int(), groups: z.int() },
  );
  const { rows = 0, repeats: later = 0, groups = 0 } = repeats ?? {};
  const most = await repeated({ db });
  return [
    {
      title: 'Minimum neighbour distances',
      paragraphs: [
        'Squared distance (L2) of an instruction’s embedding, at length 1, to that of the nearest other one among all that ' +
          'were drawn: 0 for equal ones, 4 at the most.',
        later === 0
          ? 'No row repeats another.'
          : `${counted(later)} rows (${share(later, rows)}) repeat another, in ${counted(groups)} groups.`,
      ],
      tables: [
        {
          columns: ['What', ...spreadColumns],
          rows: [['Minimum neighbour distance', ...spreadCells(spread)]],
        },
        ...most,
      ],
      plots: [spreadPlot('Minimum neighbour distance', 'squared distance', spread)],
    },
  ];
}

/** The instructions that most others repeat. */
async function repeated({ db }: Pick<AnalysisInputs, 'db'>) {
  if (!(await hasColumn(db, 'instruction'))) return [];
  const found = await db.rows(
    `SELECT first.id AS id, left(any_value(first.instruction), 400) AS instruction, count(*) AS repeats
      FROM dataset JOIN dataset AS first ON first.id = dataset.repeat_of
      GROUP BY first.id ORDER BY repeats DESC, first.id LIMIT ${shown}`,
    { id: z.string(), instruction: z.string(), repeats: z.int() },
  );
  if (found.length === 0) return [];
  return [
    {
      columns: ['Most repeated', 'Repeats'],
      rows: found.map(({ instruction, repeats }) => [shortened(instruction, 120), repeats]),
    },
  ];
}
