import { isService, type Role, type ServiceRole } from '../../schemas/inference/role.ts';
import { mayAsk } from '../../schemas/table/stage.ts';
import type { ChatTemplate } from '../chat-templates/chat-template.ts';
import type { Sampled } from './sampled.ts';
import { addSpending, noSpending } from '../../schemas/table/counts.ts';
import type { Analysis } from '../../schemas/dataset/analysis.ts';
import type { DatasetColumn, DatasetFacts, DatasetModel } from '../../schemas/dataset/manifest.ts';
import type { SplitRows } from '../../schemas/splits.ts';
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
  readonly splits: SplitRows[] | undefined;
  /** Rows of the dataset by their sampling, where it has the columns of `samplingShape`. */
  readonly sampled: readonly Sampled[];
  readonly columns: DatasetColumn[];
  readonly analysis: Analysis;
  readonly first: SampleRow | undefined;
  readonly training: DatasetFacts['training'];
}

/** What the manifest, the card and the report tell. The same for every attempt at publishing the same build. */
export async function factsOf(build: OpenBuild, found: Findings): Promise<DatasetFacts> {
  const { plan } = build;
  const { recipe, tables, first, training } = found;
  const dataset = tables.map(({ manifest }) => manifest.spending).reduce(addSpending, noSpending);
  const paid = tables.map(({ summary }) => summary.spending).reduce(addSpending, noSpending);
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
    ...(found.splits === undefined ? {} : { splits: found.splits }),
    standIn: dataset.standIn,
    models: await modelsOf(recipe, build, tables, found.sampled),
    seed: plan.config.seed,
    // Who is told of a build is no matter of its dataset's readers.
    config: withoutSecrets({ ...plan.config, notify: undefined }),
    prompts: Object.entries(plan.prompts).map(([name, { text, from }]) => ({
      name,
      digest: digestOf(text),
      from,
    })),
    columns: found.columns,
    tables: tables.map(datasetTable),
    spending: { dataset, build: paid },
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
async function modelsOf(
  recipe: Recipe,
  build: OpenBuild,
  tables: readonly BuildTable[],
  sampled: readonly Sampled[],
): Promise<DatasetModel[]> {
  const models = Object.entries(build.roles).map(async ([name, role]): Promise<DatasetModel[]> => {
    const names = recipe.stages
      .filter((stage) => stage.kind === 'row' && mayAsk(stage, name))
      .map((stage) => stage.name);
    const { model, revision, api, extraBody, endpoint } = role;
    // A stage that asks one of a set of roles made a table by each of them; old tables tell which by its model alone.
    const asked = tables.filter(
      ({ summary, manifest }) =>
        names.includes(summary.table.stage) &&
        (manifest.roles?.includes(name) ?? (!name.includes('.') || manifest.model === model)),
    );
    if (asked.length === 0) return [];
    const template = await build.chatTemplate(name);
    return [
      {
        role: name,
        model,
        ...(revision === undefined ? {} : { revision }),
        api,
        ...(isService(role) ? labelOf(role) : samplingsOf(role, sampled)),
        ...(template === undefined ? {} : { chatTemplate: templateOf(template) }),
        extraBody: withoutSecrets(extraBody, 'extraBody'),
        endpoint,
        stages: asked.map(({ summary }) => summary.table.stage),
        servedBy: [...new Set(asked.flatMap(({ summary }) => summary.spending.models))].sort(),
      },
    ];
  });
  return (await Promise.all(models)).flat();
}

function labelOf({ label }: ServiceRole): Pick<DatasetModel, 'label'> {
  return label === undefined ? {} : { label };
}

function samplingsOf(
  { sampling, samplings }: Role,
  sampled: readonly Sampled[],
): Pick<DatasetModel, 'sampling' | 'samplings'> {
  if (samplings === undefined) return { sampling };
  const rowsOf = ({ temperature, topP }: Pick<Role['sampling'], 'temperature' | 'topP'>) =>
    sampled.find((each) => each.temperature === temperature && each.top_p === topP)?.rows ?? 0;
  return {
    sampling,
    samplings: samplings.map((each) => (sampled.length === 0 ? each : { ...each, rows: rowsOf(each) })),
  };
}

function templateOf(template: ChatTemplate): DatasetModel['chatTemplate'] {
  const { file, digest, date } = template;
  return { file, digest, prefix: template.userPrefix(), ...(date === undefined ? {} : { date }) };
}

function secondsOf(openedAt: string, tables: readonly BuildTable[]): number {
  const ends = tables
    .filter(({ summary }) => !summary.reused)
    .map(({ manifest }) => Date.parse(manifest.finishedAt));
  return Math.max(0, ...ends.map((end) => (end - Date.parse(openedAt)) / 1000));
}
