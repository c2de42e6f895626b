import type { BankManifest } from '../../../../../schemas/recipes/fine-instructions/bank.ts';
import type { TableSummary } from '../../../../../schemas/build/task.ts';
import { counted, share } from '../../../../dataset/amounts.ts';
import { plain, table } from '../../../../dataset/card/markdown.ts';
import { stageTable } from '../../../../dataset/card/stage-table.ts';
import { tableFolder } from '../../../../engine/tables/keys.ts';
import { longest } from '../../matching/complexity.ts';
import type { BankCardFacts } from './card-facts.ts';

const standInNotice =
  '**A rule-based stand-in, not a language model, wrote these templates.** They show how a build works; do not make ' +
  'data to train on with them.';

/** A bank's README.md: what its templates are, and what became of the queries. */
export function bankCard(
  manifest: BankManifest,
  facts: BankCardFacts,
  tables: readonly TableSummary[],
): string {
  const sections = [
    `# Template bank ${plain(manifest.name)}`,
    ...(manifest.standIn ? [standInNotice] : []),
    introduction(manifest, facts),
    `## From queries to templates\n\n${stageTable(tables)}`,
    `## Sources\n\n${sources(facts)}`,
    `## Complexity\n\n${complexity(manifest, facts)}`,
    `## Most used templates\n\n${mostUsed(facts)}`,
    `## Some templates\n\n${samples(facts)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function introduction(manifest: BankManifest, { complexities }: BankCardFacts): string {
  const { name, version, templates, embedder, publishedAt, table: ref } = manifest;
  const queries = complexities.reduce((sum, each) => sum + each.queries, 0);
  return (
    `Version ${String(version)} of \`${name}\`, of ${publishedAt.slice(0, 10)}: **${counted(templates)}** templates of ` +
    `${counted(queries)} queries. What stands between \`<fi>\` and \`</fi>\` describes what a document is to fill in. ` +
    `Documents are found by the description that each template has of those which can answer it, embedded by ` +
    `\`${embedder}\`: only documents embedded by the same model can be matched with this bank.\n\n` +
    `A config of the recipe \`fine-instructions\` uses it as \`bank: { name: ${name} }\`. Its rows are the Parquet files ` +
    `of \`${tableFolder(ref)}\` in this store; \`manifest.json\` names them for programs.`
  );
}

function sources({ sources: all }: BankCardFacts): string {
  const rows = all.map(({ source, license, templates, queries }) => [
    plain(source),
    license === null ? 'not stated' : plain(license),
    counted(templates),
    counted(queries),
  ]);
  return (
    'A template counts for the source of the query that gave it first; the queries are all that gave it, from ' +
    `whichever source.\n\n${table(['Source', 'Licence', 'Templates', 'Queries'], rows)}`
  );
}

function complexity({ reference, referenceSources }: BankManifest, { complexities }: BankCardFacts): string {
  const real = new Map<number, number>();
  for (const [tags, queries] of reference) add(real, tags, queries);
  const mine = new Map<number, number>();
  for (const { complexity: tags, templates } of complexities) add(mine, tags, templates);
  const total = (counts: ReadonlyMap<number, number>) =>
    [...counts.values()].reduce((sum, each) => sum + each, 0);
  const rows = [...new Set([...mine.keys(), ...real.keys()])]
    .sort((a, b) => a - b)
    .map((tags) => [
      tags === longest ? `${String(tags)}+` : String(tags),
      counted(mine.get(tags) ?? 0),
      share(mine.get(tags) ?? 0, total(mine)),
      share(real.get(tags) ?? 0, total(real)),
    ]);
  const named = referenceSources.length === 0 ? 'all sources' : referenceSources.map(plain).join(', ');
  return (
    `The number of a template's \`<fi>\` tags. Matching follows the last column: the queries of ${named}, one count a ` +
    `query.\n\n${table(['Tags', 'Templates', 'Share', 'Share of real queries'], rows)}`
  );
}

function add(counts: Map<number, number>, tags: number, count: number): void {
  const group = Math.min(tags, longest);
  counts.set(group, (counts.get(group) ?? 0) + count);
}

function mostUsed({ mostUsed: all }: BankCardFacts): string {
  return table(
    ['Template', 'Queries'],
    all.map(({ template, uses }) => [plain(template), counted(uses)]),
  );
}

function samples({ samples: all }: BankCardFacts): string {
  return all
    .map(
      ({ template, description, query, query_source: source }) =>
        `- ${plain(template)}\n  - Documents: ${plain(description)}\n  - First query (${plain(source)}): ${plain(query)}`,
    )
    .join('\n');
}
