import { recipeOf } from '../../schemas/recipes/index.ts';
import { queues } from '../../schemas/build/queue.ts';
import { DatasetSchema, type Dataset } from '../../schemas/build/task.ts';
import type { Config } from './config.ts';
import type { Workshop } from './workshop.ts';

export interface BuildRun {
  readonly dataset: Dataset;
  /** Seconds from the workflow's start to its result. */
  readonly seconds: number;
}

/** Runs a build on the workers that are there, and waits for its dataset. */
export async function runBuild({ client }: Workshop, config: Config): Promise<BuildRun> {
  const recipe = recipeOf(config.recipe);
  const startedAt = performance.now();
  const handle = await client.workflow.start(recipe.workflow, {
    workflowId: config.name,
    taskQueue: queues.builds,
    args: [recipe.schema.parse(config)],
  });
  const dataset = DatasetSchema.parse(await handle.result());
  return { dataset, seconds: (performance.now() - startedAt) / 1000 };
}
