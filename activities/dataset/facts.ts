import { isService } from '../../schemas/inference/role.ts';
import { addSpending, noSpending } from '../../schemas/table/counts.ts';
import type { Analysis } from '../../schemas/dataset/analysis.ts';
import type { DatasetColumn, DatasetFacts, DatasetModel } from '../../schemas/dataset/manifest.ts';
import type { KindName } from '../../schemas/kinds/index.ts';
import type { Recipe } from '../../schemas/build/recipe.ts';
import { digestOf } from '../digest.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import { datasetTable, type BuildTable } from './dataset-tables.ts';
import { shortened } from './excerpt.ts';
import type { SampleRow } from './sample-rows.ts';
import { tunesmithVersion } from './tunesmith-version.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Longest text of the sample in a build's summary, in characters: it travels through the workflow's history. */
const longest = 4000;

export interface Findings {
  readonly version: number;
  readonly digest: string;
  readonly kind: KindName;
  readonly recipe: Recipe;
  readonly tables: readonly BuildTable[];
  readonly rows: number;
  readonly columns: DatasetColumn[];
  readonly analysis: Analysis;
  readonly first: SampleRow | undefined;
  readonly training: DatasetFacts['training'];
}

/** What the manifest, the card and the report tell. The same for every attempt at publishing the same build. */
export async function factsOf({ plan, roles }: OpenBuild, found: Findings): Promise<DatasetFacts> {
  const { recipe, tables, first, training } = found;
  const dataset = tables.map(({ manifest }) => manifest.spending).reduce(addSpending, noSpending);
  const build = tables.map(({ summary }) => summary.spending).reduce(addSpending, noSpending);
  return {
    format: 'tunesmith-dataset-1',
    name: plan.config.name,
    version: found.version,
    digest: found.digest,
    kind: found.kind,
    recipe: {
      name: recipe.name,
      title: recipe.title,
      ...(recipe.paper === undefined ? {} : { paper: recipe.paper }),
    },
    build: { id: plan.id, openedAt: plan.openedAt },
    tunesmith: await tunesmithVersion(),
    rows: found.rows,
    standIn: dataset.standIn,
    models: modelsOf(recipe, roles, tables),
    seed: plan.config.seed,
    config: withoutSecrets(plan.config),
    prompts: Object.entries(plan.prompts).map(([name, { text, from }]) => ({
      name,
      digest: digestOf(text),
      from,
    })),
    columns: found.columns,
    tables: tables.map(datasetTable),
    spending: { dataset, build },
    seconds: secondsOf(plan.openedAt, tables),
    analysis: found.analysis,
    ...(first === undefined
      ? {}
      : {
          sample: first.parts.map(({ title, text: { text } }) => ({ title, text: shortened(text, longest) })),
        }),
    ...(training === undefined ? {} : { training }),
  };
}

/** The roles that stages of this build asked, in the config's order. */
function modelsOf(recipe: Recipe, roles: OpenBuild['roles'], tables: readonly BuildTable[]): DatasetModel[] {
  return Object.entries(roles).flatMap(([name, role]): DatasetModel[] => {
    const names = recipe.stages
      .filter((stage) => stage.kind === 'row' && stage.role === name)
      .map((stage) => stage.name);
    const asked = tables.filter(({ summary }) => names.includes(summary.table.stage));
    if (asked.length === 0) return [];
    const { model, revision, api, extraBody, endpoint } = role;
    return [
      {
        role: name,
        model,
        ...(revision === undefined ? {} : { revision }),
        api,
        ...(isService(role) ? {} : { sampling: role.sampling }),
        extraBody: withoutSecrets(extraBody, 'extraBody'),
        endpoint,
        stages: asked.map(({ summary }) => summary.table.stage),
        servedBy: [...new Set(asked.flatMap(({ summary }) => summary.spending.models))].sort(),
      },
    ];
  });
}

function secondsOf(openedAt: string, tables: readonly BuildTable[]): number {
  const ends = tables
    .filter(({ summary }) => !summary.reused)
    .map(({ manifest }) => Date.parse(manifest.finishedAt));
  return Math.max(0, ...ends.map((end) => (end - Date.parse(openedAt)) / 1000));
}
