import { sampledBy } from '../sampled.ts';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import type { Format } from '../../../schemas/kinds/index.ts';
import type { DatasetFacts } from '../../../schemas/dataset/manifest.ts';
import type { Section } from '../../../schemas/dataset/section.ts';
import { addUsage } from '../../../schemas/table/counts.ts';
import { cellText, counted, dollars, duration, measured, share } from '../amounts.ts';
import { shortened } from '../excerpt.ts';
import type { Gathered } from '../gathered.ts';
import { kindWriters } from '../kinds/index.ts';
import { publicName } from '../public-columns.ts';
import type { SampleRow } from '../sample-rows.ts';
import { frontMatter } from './front-matter.ts';
import { loading } from './loading.ts';
import { fenced, plain, table } from './markdown.ts';
import { stageTable } from './stage-table.ts';

type Output = BuildConfig['output'];

/** The dataset card, README.md: YAML for the Hugging Face hub, then Markdown for people. */
export function cardOf({ facts, formats, leftOut, data, first }: Gathered, output: Output): string {
  const configs = data.map(({ path }) => path).filter((path) => path.startsWith('training/'));
  const sections = [
    `# ${plain(facts.name)}`,
    ...(facts.standIn ? [standInNotice] : []),
    introduction(facts),
    `## How it was made\n\n${stages(facts)}`,
    ...(facts.models.length === 0 ? [] : [`### Models\n\n${models(facts)}`]),
    `## Columns\n\n${columns(facts, formats)}`,
    `## How to load it\n\n${loading(facts.kind, formats, leftOut, output.system, configs, facts.splits)}`,
    `## Analysis\n\n${analysis(facts)}`,
    ...(facts.analysis.sections ?? []).map(cardSection),
    ...sources(facts, output),
    ...(first === undefined ? [] : [`## A sample\n\n${sample(first)}`]),
  ];
  return `${frontMatter(facts, output, formats)}\n${sections.join('\n\n')}\n`;
}

const standInNotice =
  '**A rule-based stand-in, not a language model, wrote text of this dataset.** It shows how a build works; do not ' +
  'train on it.';

function introduction({
  kind,
  name,
  version,
  rows,
  recipe,
  tunesmith,
  build,
  seed,
  digest,
}: DatasetFacts): string {
  const paper = recipe.paper === undefined ? '' : ` It follows ${plain(recipe.paper)}.`;
  return (
    `Version ${version} of \`${name}\`: **${counted(rows)}** ${kindWriters[kind].words.rows}, made by the recipe ` +
    `\`${recipe.name}\` (${plain(recipe.title)}) of Tunesmith ${plain(tunesmith)}.${paper} The build began on ` +
    `${build.openedAt.slice(0, 10)} with seed ${seed}; the version's digest is \`${digest}\`. \`manifest.json\` holds the ` +
    'whole config, the lineage of every table and the checksum of every file, `report.html` shows the figures.'
  );
}

function stages({ tables, spending, seconds }: DatasetFacts): string {
  const { dataset, build } = spending;
  const { promptTokens, completionTokens, reasoningTokens } = addUsage(dataset.usage, dataset.reusedUsage);
  const thought = reasoningTokens === undefined ? '' : `, of which ${counted(reasoningTokens)} reasoning`;
  const answers = dataset.asked + dataset.reused;
  return [
    stageTable(tables),
    answers === 0
      ? 'No model was asked.'
      : `The models gave ${counted(answers)} answers (${counted(promptTokens)} prompt and ${counted(completionTokens)} completion ` +
        `tokens${thought}). This build asked for ${counted(build.asked)} of them${build.cost === 0 ? '' : ` at ${dollars(build.cost)}`}` +
        `${build.asked < answers ? '; the others were there from earlier builds' : ''}.`,
    seconds === 0 ? 'Every table was there from an earlier build.' : `The build took ${duration(seconds)}.`,
  ].join('\n\n');
}

function models({ models: all }: DatasetFacts): string {
  const rows = all.map(({ role, model, revision, stages: asked, servedBy, ...how }) => [
    `\`${role}\``,
    `${plain(model)}${revision === undefined ? '' : ` @ ${plain(revision)}`}`,
    servedBy.map(plain).join(', '),
    sampledBy(how),
    asked.map(plain).join(', '),
  ]);
  return table(['Role', 'Model', 'Served as', 'Sampling', 'Stages'], rows);
}

/** A reader's names of DuckDB's types. */
const types: Readonly<Record<string, string>> = {
  VARCHAR: 'text',
  BOOLEAN: 'yes or no',
  BIGINT: 'integer',
  DOUBLE: 'number',
  FLOAT: 'number',
};

function columns({ columns: all }: DatasetFacts, formats: readonly Format[]): string {
  const rows = all.map(({ name, type, json, about }) => [
    `\`${name}\``,
    json ? 'JSON as text' : (types[type.replace('[]', '')] ?? type) + (type.endsWith('[]') ? ', list' : ''),
    about,
  ]);
  const where = formats.includes('parquet')
    ? 'The Parquet files have'
    : 'The rows had, before they were written as JSONL,';
  return `${where} these columns; lengths in tokens are those of the build's tokenizer.\n\n${table(['Column', 'Type', 'What it is'], rows)}`;
}

function analysis({ analysis: found, columns: all }: DatasetFacts): string {
  const lengths = found.lengths.map(({ column, unit, mean, median, p90, max }) => [
    `\`${publicName(column, all)}\``,
    unit,
    ...[mean, median, p90, max].map(measured),
  ]);
  const { diversity } = found;
  const ratios = diversity.columns.map(({ column, distinct, trigrams }) => [
    `\`${publicName(column, all)}\``,
    counted(distinct),
    counted(trigrams),
    share(distinct, trigrams),
  ]);
  const over =
    diversity.rows === diversity.of ? 'all rows' : `${counted(diversity.rows)} rows drawn by the seed`;
  return [
    ...(lengths.length === 0
      ? ['The dataset has no rows.']
      : [table(['Length of', 'Unit', 'Mean', 'Median', 'p90', 'Longest'], lengths)]),
    `Diversity over ${over}: ${plain(diversity.definition)}`,
    table(['Column', 'Distinct trigrams', 'All trigrams', 'Ratio'], ratios),
  ].join('\n\n');
}

/** What the recipe's own analysis found, without its plots: these are in the report. */
export function cardSection({ title, paragraphs, tables = [], plots = [] }: Section): string {
  return [
    `## ${plain(title)}`,
    ...paragraphs.map(plain),
    ...tables.map(({ columns: names, rows }) =>
      table(
        names.map(plain),
        rows.map((row) => row.map((cell) => plain(cellText(cell)))),
      ),
    ),
    ...(plots.length === 0
      ? []
      : [`Plots, in \`report.html\`: ${plots.map((plot) => plain(plot.title)).join('; ')}.`]),
  ].join('\n\n');
}

function sources({ analysis: { sources: found }, rows }: DatasetFacts, { license }: Output): string[] {
  const own = `The dataset's own licence, as its makers state it: ${plain(license)}.`;
  if (found === undefined) return [`## Licence\n\n${own}`];
  const lines = found.largest.map((each) => [
    plain(each.source),
    each.license === null ? 'not stated' : plain(each.license),
    counted(each.rows),
    share(each.rows, rows),
  ]);
  const others = found.others === 0 ? [] : [['others', '', counted(found.others), share(found.others, rows)]];
  return [
    `## Sources and licences\n\n${own} Licences of the documents are those that their metadata name.\n\n` +
      table(['Source', 'Licence', 'Rows', 'Share'], [...lines, ...others]),
  ];
}

function sample({ id, parts }: SampleRow): string {
  return [
    `The first row by id, \`${plain(id)}\`; long texts are cut.`,
    ...parts.map(({ title, text: { text } }) => `${title}:\n\n${fenced(shortened(text, 2000))}`),
  ].join('\n\n');
}
