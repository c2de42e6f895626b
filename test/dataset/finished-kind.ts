import { columnsOf, type RowShape } from '../../schemas/table/column.ts';
import { noSpending } from '../../schemas/table/counts.ts';
import type { KindName } from '../../schemas/kinds/index.ts';
import { finishedBuild, type Finished } from './finished-build.ts';
import type { BuildSettings } from './build-with.ts';
import { writeTable } from './write-table.ts';

/** A finished build of one table with rows of a kind, in their order of ids. */
export async function finishedKind(
  kind: KindName,
  shape: RowShape,
  rows: readonly ({ id: string } & Record<string, unknown>)[],
  settings: BuildSettings & { readonly shards?: number; readonly folder?: string } = {},
): Promise<Finished> {
  const finished = await finishedBuild({ ...settings, rows: 1 });
  const { summary } = await writeTable(finished.store, finished.options.scratchDir, {
    stage: 'made',
    title: 'Made',
    columns: columnsOf(shape),
    rows,
    shards: settings.shards ?? 1,
    came: rows.length,
    inputs: [],
    spending: noSpending,
  });
  return { ...finished, input: { ...finished.input, kind, table: summary.table, tables: [summary] } };
}
