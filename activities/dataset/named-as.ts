import type { BuildRef, PublishAs, TableRef, TableSummary } from '../../schemas/build/task.ts';
import type { KindName } from '../../schemas/kinds/index.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import type { PublishInput } from './publish-input.ts';

/** What a workflow asks to be published: `PublishInput` with the build's reference, and under which name. */
export interface Publication extends Omit<PublishInput, 'build' | 'kind'> {
  readonly build: BuildRef;
  /** @default pair */
  readonly kind?: KindName;
  readonly as?: PublishAs;
}

/** The build as the dataset tells of it: under the name, and in the languages, that the recipe gives this dataset. */
export async function namedAs(
  { as = {}, kind = 'pair', ...input }: Publication,
  build: OpenBuild,
): Promise<PublishInput> {
  const { name, language, tables = name === undefined ? 'all' : 'lineage', beside } = as;
  const { plan } = build;
  const { config } = plan;
  const output = language === undefined ? config.output : { ...config.output, language };
  return {
    ...input,
    kind,
    build: { ...build, plan: { ...plan, config: { ...config, name: name ?? config.name, output } } },
    tables: tables === 'all' ? input.tables : await lineage(input.table, input.tables, build),
    ...(beside === undefined ? {} : { beside: input.tables.filter(isAmong(beside)) }),
  };
}

function isAmong(tables: readonly TableRef[]): (summary: TableSummary) => boolean {
  const digests = new Set(tables.map(({ digest }) => digest));
  return ({ table }) => digests.has(table.digest);
}

/**
 * Of the build's tables, those that a table was made from, and itself, in their order. Where flows of one beginning made
 * the same table, it is told once, as this table's own flow calls it: that stands nearest before what came of it.
 */
async function lineage(
  table: TableRef,
  tables: readonly TableSummary[],
  build: OpenBuild,
): Promise<TableSummary[]> {
  const wanted = new Set([table.digest]);
  const found = new Map<string, TableSummary>();
  for (const summary of [...tables].reverse()) {
    const { digest } = summary.table;
    if (!wanted.delete(digest)) continue;
    found.set(digest, summary);
    const { inputs } = await build.tables.manifest(summary.table);
    for (const input of inputs) if (!found.has(input.digest)) wanted.add(input.digest);
  }
  return [...found.values()].reverse();
}
