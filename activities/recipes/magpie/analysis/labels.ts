import { z } from 'zod';
import type { Section, SectionPlot, SectionTable } from '../../../../schemas/dataset/section.ts';
import { categories, difficulties, qualities } from '../../../../schemas/recipes/magpie/labels.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { hasColumn } from '../../common/analysis/has-column.ts';
import { samplingsOf, type Drawn } from './samplings.ts';

const scales = [
  { column: 'category', title: 'Category', labels: categories },
  { column: 'quality', title: 'Quality', labels: qualities },
  { column: 'difficulty', title: 'Difficulty', labels: difficulties },
] as const;

/** Bars of more samplings than these side by side would be too thin. */
const fewSamplings = 3;

interface Labelled {
  readonly title: string;
  readonly labels: readonly string[];
  /** Rows by label, all of them and those of each sampling. */
  readonly all: ReadonlyMap<string, number>;
  readonly by: readonly { readonly drawn: Drawn; readonly of: ReadonlyMap<string, number> }[];
  readonly unlabelled: number;
}

/** Section 3.2, Figures 2 and 9: task categories, quality and difficulty, by how the instructions were drawn. */
export async function labelSection({ db }: AnalysisInputs): Promise<Section[]> {
  if (!(await hasColumn(db, 'quality'))) return [];
  const samplings = await samplingsOf(db);
  const found: Labelled[] = [];
  for (const { column, title, labels } of scales) {
    const all = await countsOf(db, column);
    const by = [];
    for (const drawn of samplings.length < 2 ? [] : samplings)
      by.push({ drawn, of: await countsOf(db, column, drawn.holds) });
    found.push({ title, labels, all, by, unlabelled: all.get('') ?? 0 });
  }
  const missing = found.filter(({ unlabelled }) => unlabelled > 0);
  return [
    {
      title: 'Categories, quality and difficulty',
      paragraphs: [
        'What the labeller says of the instructions. In the paper, more than half seek information, and most are of average ' +
          'quality or better.' +
          (missing.length === 0
            ? ''
            : ` Without a label, for want of a usable answer: ${missing
                .map(({ title, unlabelled }) => `${counted(unlabelled)} (${title.toLowerCase()})`)
                .join(', ')}.`),
      ],
      plots: found.map(labelPlot),
      tables: found.map(labelTable),
    },
  ];
}

async function countsOf(
  db: AnalysisInputs['db'],
  column: string,
  holds = 'true',
): Promise<Map<string, number>> {
  const found = await db.rows(
    `SELECT coalesce(${column}, '') AS label, count(*) AS rows FROM dataset WHERE ${holds} GROUP BY label`,
    { label: z.string(), rows: z.int() },
  );
  return new Map(found.map(({ label, rows }) => [label, rows]));
}

function labelled(of: ReadonlyMap<string, number>): number {
  return [...of].reduce((sum, [label, rows]) => sum + (label === '' ? 0 : rows), 0);
}

function labelPlot({ title, labels, all, by }: Labelled): SectionPlot {
  const bars = (of: ReadonlyMap<string, number>, series?: string) =>
    labels.map((label) => ({
      label,
      value: (100 * (of.get(label) ?? 0)) / Math.max(1, labelled(of)),
      ...(series === undefined ? {} : { series }),
    }));
  const apart = by.length > 0 && (labels.length <= 5 || by.length <= fewSamplings);
  return {
    kind: 'bars',
    title,
    y: '% of rows',
    ...(apart
      ? { beside: true, bars: by.flatMap(({ drawn, of }) => bars(of, drawn.name)) }
      : { bars: bars(all) }),
  };
}

function labelTable({ title, labels, all, by }: Labelled): SectionTable {
  return {
    columns: [title, 'Rows', 'Share', ...by.map(({ drawn }) => drawn.name)],
    rows: labels.map((label) => [
      label,
      all.get(label) ?? 0,
      share(all.get(label) ?? 0, labelled(all)),
      ...by.map(({ of }) => share(of.get(label) ?? 0, labelled(of))),
    ]),
  };
}
