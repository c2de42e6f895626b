import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { longest } from '../matching/complexity.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';

/** Stages from the matches on. */
const stages = new Set([
  'match',
  'match-windows',
  'keep-compatible',
  'instantiate',
  'judge',
  'cap-templates',
  'fit-budget',
]);

/** What became of the matches, by the complexity of their templates: section 7 finds complex ones hard to fill in. */
export async function yieldSection({ db, tables, viewOf }: AnalysisInputs): Promise<Section[]> {
  const told: { title: string; rows: ReadonlyMap<number, number> }[] = [];
  for (const table of tables.filter(({ manifest }) => stages.has(manifest.stage))) {
    const view = await viewOf(table);
    const found = await db.rows(
      `SELECT least(complexity, ${String(longest)}) AS tags, count(*) AS rows FROM ${view} GROUP BY tags ORDER BY tags`,
      { tags: z.int(), rows: z.int() },
    );
    told.push({ title: table.summary.title, rows: new Map(found.map(({ tags, rows }) => [tags, rows])) });
  }
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first.rows.size === 0) return [];
  const classes = [...first.rows.keys()];
  const sum = (rows: ReadonlyMap<number, number>) => [...rows.values()].reduce((all, some) => all + some, 0);
  const summaryOf = (stage: string) => tables.findLast(({ manifest }) => manifest.stage === stage)?.summary;
  const instantiated = summaryOf('instantiate');
  const refused = (reason: string): string =>
    share(instantiated?.reasons[reason] ?? 0, instantiated?.counts.in ?? 0);
  const documents = summaryOf('count-document')?.counts.out ?? 0;
  const unmatched = (summaryOf('match') ?? summaryOf('match-windows'))?.reasons['no similar template'] ?? 0;
  return [
    {
      title: 'Yield of the matches',
      paragraphs: [
        `${share(documents - unmatched, documents)} of ${counted(documents)} documents had a similar template. Of the ` +
          `matches, the instantiator answered ${refused('does not fit')} with null (about 5% in the paper’s training ` +
          `data), and ${refused('too little excerpted')} were answered with too little of the document’s own words.`,
      ],
      tables: [
        {
          columns: ['Tags of the template', ...told.map(({ title }) => title), 'Yield'],
          rows: [
            ...classes.map((tags) => [
              tags === longest ? `${String(tags)}+` : String(tags),
              ...told.map(({ rows }) => rows.get(tags) ?? 0),
              share(last.rows.get(tags) ?? 0, first.rows.get(tags) ?? 0),
            ]),
            ['all', ...told.map(({ rows }) => sum(rows)), share(sum(last.rows), sum(first.rows))],
          ],
        },
      ],
    },
  ];
}
