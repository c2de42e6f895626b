import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { share } from '../../../dataset/amounts.ts';
import { distanceOf, longest, sharesOf, type ComplexityCounts } from '../matching/complexity.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { bankOf } from './bank-of.ts';

/** Section 3.2: whether the complexity of what was drawn follows that of real queries. */
export async function complexitySection(inputs: AnalysisInputs): Promise<Section[]> {
  const bank = await bankOf(inputs);
  const matched = await matchedView(inputs);
  const dataset = await complexitiesIn(inputs, 'dataset');
  if (dataset.size === 0 || matched === undefined) return [];
  const sets = [
    ...(bank === undefined ? [] : [{ name: 'real queries', counts: new Map(bank.reference) }]),
    { name: 'drawn for documents', counts: await complexitiesIn(inputs, matched) },
    { name: 'in the dataset', counts: dataset },
  ];
  const classes = Array.from({ length: longest }, (_, at) => at + 1).filter((complexity) =>
    sets.some(({ counts }) => sharesOf(counts).has(complexity)),
  );
  const label = (complexity: number) => (complexity === longest ? `${String(longest)}+` : String(complexity));
  const shares = sets.map(({ name, counts }) => ({ name, of: sharesOf(counts) }));
  return [
    {
      title: 'Complexity of the templates',
      paragraphs: [
        'Complexity is the number of a template’s <fi> tags.' +
          (bank === undefined
            ? ' The bank is no longer in the store, so there is nothing to compare with.'
            : ` Templates are drawn to follow the queries of ${named(bank.referenceSources)} ` +
              `(bank ${bank.name}, version ${String(bank.version)}). ` +
              `The total variation distance from these is ${distance(bank.reference, sets.at(-2)?.counts)} for the drawn ` +
              `templates and ${distance(bank.reference, dataset)} for those of the dataset, where 0% is the very same distribution.`),
      ],
      tables: [
        {
          columns: ['Tags', ...sets.map(({ name }) => capital(name))],
          rows: classes.map((complexity) => [
            label(complexity),
            ...shares.map(({ of }) => share(of.get(complexity) ?? 0, 1)),
          ]),
        },
      ],
      plots: [
        {
          kind: 'bars',
          title: 'Complexity',
          x: 'tags',
          y: '% of templates',
          beside: true,
          bars: classes.flatMap((complexity) =>
            shares.map(({ name, of }) => ({
              label: label(complexity),
              series: name,
              value: 100 * (of.get(complexity) ?? 0),
            })),
          ),
        },
      ],
    },
  ];
}

/** The table of matches, by tokens or by windows. */
export async function matchedView({ table }: AnalysisInputs): Promise<string | undefined> {
  return (await table('match')) ?? (await table('match-windows'));
}

async function complexitiesIn({ db }: AnalysisInputs, view: string): Promise<Map<number, number>> {
  const found = await db.rows(
    `SELECT complexity, count(*) AS rows FROM ${view} GROUP BY complexity ORDER BY complexity`,
    { complexity: z.int(), rows: z.int() },
  );
  return new Map(found.map(({ complexity, rows }) => [complexity, rows]));
}

/** Total variation distance in words. */
function distance(
  reference: readonly (readonly [number, number])[],
  counts: ComplexityCounts | undefined,
): string {
  return share(distanceOf(new Map(reference), counts ?? new Map<number, number>()), 1);
}

function named(sources: readonly string[]): string {
  return sources.length === 0 ? 'all sources' : sources.join(', ');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
