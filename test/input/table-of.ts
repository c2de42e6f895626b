import type { Dataset, TableSummary } from '../../schemas/build/task.ts';

/** The table that a stage of the build made. */
export function tableOf({ tables }: Dataset, stage: string): TableSummary {
  const table = tables.find((each) => each.table.stage === stage);
  if (table === undefined) throw new Error(`The build has no stage "${stage}".`);
  return table;
}
