import { z } from 'zod';
import { own } from '../../../../schemas/own.ts';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** Table 4, in percent; by the names of the config's defaults. */
const papers: Readonly<Record<string, string>> = {
  science: '36.6%',
  math: '0.58%',
  code: '0.25%',
  medicine: '10.4%',
  'personal life': '14.7%',
  reasoning: '11.0%',
  task: '6.42%',
};

/** Appendix D: pairs by the categories that a model put their instructions into; one may be in several. */
export async function categorySection({ db, tables, config }: AnalysisInputs): Promise<Section[]> {
  const labelled = tables.at(-1)?.manifest.columns.some(({ name }) => name === 'categories') === true;
  if (!labelled) return [];
  const [all] = await db.rows(
    `SELECT count(*) AS pairs, count(*) FILTER (WHERE categories IS NULL) AS unlabelled,
      count(*) FILTER (WHERE len(categories) = 0) AS none FROM dataset`,
    { pairs: z.int(), unlabelled: z.int(), none: z.int() },
  );
  if (all === undefined || all.pairs === 0) return [];
  const found = await db.rows(
    `SELECT category, count(*) AS pairs FROM (SELECT unnest(categories) AS category FROM dataset) GROUP BY category`,
    { category: z.string(), pairs: z.int() },
  );
  const { categories } = z
    .object({ categorize: z.object({ categories: z.array(z.object({ name: z.string() })) }) })
    .parse(config).categorize;
  const of = new Map(found.map(({ category, pairs }) => [category, pairs]));
  const usable = Math.max(1, all.pairs - all.unlabelled);
  return [
    {
      title: 'Categories',
      paragraphs: [
        'Instructions by what a language model says they are about; one may be in several categories, or in none ' +
          `(${share(all.none, usable)} are). ` +
          (all.unlabelled === 0
            ? ''
            : `${counted(all.unlabelled)} pairs have no label, for want of a usable answer. `) +
          'Such labels may err: they tell roughly what the dataset is made of.',
      ],
      tables: [
        {
          columns: ['Category', 'Pairs', 'Share', 'In the paper'],
          rows: categories.map(({ name }) => [
            name,
            of.get(name) ?? 0,
            share(of.get(name) ?? 0, usable),
            own(papers, name) ?? null,
          ]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Pairs by category',
          y: '% of pairs',
          bars: categories.map(({ name }) => ({ label: name, value: (100 * (of.get(name) ?? 0)) / usable })),
        },
      ],
    },
  ];
}
