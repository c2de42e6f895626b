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
  const { name, language, tables = name === undefined ? 'all' : 'lineage' } = as;
  const { plan } = build;
  const { config } = plan;
  const output = language === undefined ? config.output : { ...config.output, language };
  return {
    ...input,
    kind,
    build: { ...build, plan: { ...plan, config: { ...config, name: name ?? config.name, output } } },
    tables: tables === 'all' ? input.tables : await lineage(input.table, input.tables, build),
  };
}

/** Of the build's tables, those that a table was made from, and itself, in their order. */
async function lineage(
  table: TableRef,
  tables: readonly TableSummary[],
  build: OpenBuild,
): Promise<TableSummary[]> {
  const found = new Set<string>();
  let next: readonly Pick<TableRef, 'digest' | 'stage'>[] = [table];
  while (next.length > 0) {
    const fresh = next.filter(({ digest }) => !found.has(digest));
    for (const { digest } of fresh) found.add(digest);
    const manifests = await Promise.all(fresh.map((each) => build.tables.manifest(each)));
    next = manifests.flatMap(({ inputs }) => inputs);
  }
  return tables.filter(({ table: { digest } }) => found.has(digest));
}
