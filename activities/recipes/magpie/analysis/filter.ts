import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { filterPairs, type Selection } from '../../../../schemas/recipes/magpie/filters.ts';
import { preferBest } from '../../../../schemas/recipes/magpie/preference.ts';
import { presets } from '../../../../schemas/recipes/magpie/presets.ts';
import { datasetOf, type MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { counted, share } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { predicateSql } from '../filters/predicate-sql.ts';

/** Appendix C: by what the rows of a filtered dataset were chosen, and whose choice that is. */
export async function filterSection(inputs: AnalysisInputs, config: MagpieConfig): Promise<Section[]> {
  const selection = selectionOf(inputs.published, config);
  const stage = inputs.tables.findLast(({ manifest }) => manifest.stage === filterPairs.name);
  if (selection === undefined || stage === undefined) return [];
  const { counts } = stage.manifest;
  const found = await inputs.db.rows(
    `SELECT reason, count(*) AS rows, min_by(detail, id) AS detail FROM ${await inputs.rejects(filterPairs.name)}
     GROUP BY reason ORDER BY rows DESC, reason`,
    { reason: z.string(), rows: z.int(), detail: z.string().nullable() },
  );
  return [
    {
      title: 'How the rows were chosen',
      paragraphs: [
        ...presetWords(selection),
        `Of ${counted(counts.in)} rows ${counted(counts.out)} (${share(counts.out, counts.in)}) were chosen.`,
      ],
      tables: [
        {
          columns: ['Step', 'Which rows stay'],
          rows: stepsOf(selection).map((step, at) => [String(at + 1), step]),
        },
        ...(found.length === 0
          ? []
          : [
              {
                columns: ['Dropped by', 'Rows', 'Share', 'What one of them has'],
                rows: found.map(({ reason, rows, detail }) => [reason, rows, share(rows, counts.in), detail]),
              },
            ]),
      ],
    },
  ];
}

/** The selection that the dataset is of: a filter's dataset ends in its name. */
function selectionOf(
  { stage }: AnalysisInputs['published'],
  { name, filters, preference }: MagpieConfig,
): Selection | undefined {
  if (stage === preferBest.name) return preference?.select;
  if (stage !== filterPairs.name) return undefined;
  return filters
    .filter((filter) => name.endsWith(datasetOf({ name: '' }, filter.name)))
    .sort((a, b) => b.name.length - a.name.length)
    .at(0);
}

const whose = {
  paper: 'the paper',
  'published datasets': 'the datasets that its authors published',
  ours: 'Tunesmith itself',
} as const;

function presetWords({ preset }: Selection): string[] {
  if (preset === undefined) return [];
  const { of, source } = presets[preset];
  return [`The preset ${preset} is from ${whose[of]}. ${source}.`];
}

function stepsOf({ preset, all, any, perCategory, draw, longest }: Selection): string[] {
  const predicates = [
    ...(preset === undefined ? [] : presets[preset].all),
    ...all,
    ...(any === undefined ? [] : [{ any }]),
  ];
  const quota = perCategory === undefined ? [] : quotasOf(perCategory);
  return [
    ...predicates.map((each) => predicateSql(each).reason),
    ...quota,
    ...(draw === undefined
      ? []
      : [
          `${counted(draw.size)} drawn by the seed` +
            (draw.balanced === undefined ? '' : `, as many of each ${draw.balanced} as there are`),
        ]),
    ...(longest === undefined ? [] : [`the ${counted(longest)} longest responses`]),
  ];
}

function quotasOf({ most, of }: NonNullable<Selection['perCategory']>): string[] {
  const own = Object.entries(of).map(([category, rows]) => `${counted(rows)} of ${category}`);
  const others =
    most === undefined ? [] : [`${counted(most)} of each${own.length === 0 ? '' : ' other'} category`];
  return [`at most ${[...own, ...others].join(', ')}`];
}
