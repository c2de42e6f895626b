import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';

const shown = 10;
const counted = { topic: z.string(), rows: z.int() };

/** Section 5.1, Figure 2: the most frequent topics, beside those of another dataset where the build tagged one. */
export async function topicSection({ db, config, beside, viewOf }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'topics'))) return [];
  const mine = await db.rows(topicsOf('dataset'), counted);
  if (mine.length === 0) return [];
  const [all] = await db.rows('SELECT count(*) AS rows FROM dataset', { rows: z.int() });
  const other = beside.find(({ manifest }) => manifest.stage === 'common-topics');
  const name = otherName(config) ?? '';
  const theirs = other === undefined ? [] : await db.rows(topicsOf(await viewOf(other)), counted);
  const rows = mine.slice(0, shown).map(({ topic, rows }, at) => {
    const there = theirs[at];
    const own = [topic, rows, share(rows, all?.rows ?? 0)];
    return other === undefined ? own : [...own, there?.topic ?? null, there?.rows ?? null];
  });
  const columns = ['Topic', 'Rows', 'Share'];
  return [
    {
      title: 'Topics',
      paragraphs: [
        'The most frequent topics of the instructions; one may have several. In the paper, people’s instructions are spread ' +
          'over many topics, where a model’s own are mostly mathematics.',
      ],
      tables: [
        {
          columns: other === undefined ? columns : [...columns, `Topic of ${name}`, 'Rows'],
          rows,
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Most frequent topics',
          y: 'rows',
          beside: true,
          bars: [
            ...mine
              .slice(0, shown)
              .map(({ topic, rows }) => ({ label: topic, value: rows, series: config.name })),
            ...theirs.slice(0, shown).map(({ topic, rows }) => ({ label: topic, value: rows, series: name })),
          ],
        },
      ],
    },
  ];
}

const BesideSchema = z.object({ beside: z.object({ name: z.string() }).optional() });

/** What the config calls the dataset that topics are compared with. */
function otherName(config: AnalysisInputs['config']): string | undefined {
  return z.object({ topics: BesideSchema }).parse(config).topics.beside?.name;
}

const topicsOf = (rows: string) =>
  `SELECT topic, count(*) AS rows FROM (SELECT unnest(topics) AS topic FROM ${rows}) GROUP BY topic ORDER BY rows DESC, topic`;
