import { Context } from '@temporalio/activity';
import { createEngineActivities } from '../activities/engine/index.ts';
import type { WorkerParts } from '../activities/engine/parts.ts';
import { runShard } from '../activities/rows/run-shard.ts';
import { setStages } from '../activities/stages/index.ts';
import type { ShardResult, ShardTask } from '../schemas/task.ts';

/** One activity a row stage, under the stage's name. */
export function rowActivities(parts: WorkerParts): Record<string, (task: ShardTask) => Promise<ShardResult>> {
  return Object.fromEntries(
    [...parts.rowStages].map(([name, stage]) => [
      name,
      (task: ShardTask): Promise<ShardResult> => {
        const context = Context.current();
        return runShard(task, stage, parts, context.cancellationSignal, (beat) => context.heartbeat(beat));
      },
    ]),
  );
}

export function engineActivities(parts: WorkerParts) {
  return createEngineActivities(parts, setStages);
}
