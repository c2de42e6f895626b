import { sample } from '../../schemas/recipes/common/sample.ts';
import { answer, type GenerateConfig } from '../../schemas/recipes/generate/recipe.ts';
import { recordShape } from '../../schemas/table/record.ts';
import type { Dataset, TableRef, TableSummary } from '../../schemas/build/task.ts';
import { openBuild } from '../../workflows/engine/build.ts';

export { lane } from '../../workflows/engine/lane.ts';

/** Rows from nothing. */
export async function draws(config: GenerateConfig, rows: number): Promise<TableRef> {
  const build = await openBuild(config);
  return (await build.draws(rows)).table();
}

/** Two samples of the same rows, one of them without its fields, as one table. */
export async function joins(config: GenerateConfig): Promise<TableSummary[]> {
  const build = await openBuild(config);
  const rows = await build.import('records', config.table, recordShape);
  const answered = rows.through(answer, { column: 'q', attempts: 1 });
  const narrow = await answered.without('fields').select(sample, { size: 30 });
  const wide = await answered.select(sample, { size: 20 });
  const joined = await build.union([wide.without('response_tokens'), narrow], 'both');
  await joined.without('instruction').select(sample, { size: 40 });
  return build.tables;
}

/** A dataset without what its rows were made from. */
export async function publishes(config: GenerateConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const rows = await build.import('records', config.table, recordShape);
  const answered = rows.through(answer, { column: 'q', attempts: 1 });
  return build.publish(answered.without('fields', 'response_tokens'));
}
