import { Context } from '@temporalio/activity';
import type { WorkerParts } from '../activities/engine/build/worker-parts.ts';
import { Outages } from '../activities/notices/outages.ts';
import { runShard } from '../activities/engine/rows/run-shard.ts';
import { afterArrivals } from '../activities/engine/rows/arrivals.ts';
import { rowStages } from '../activities/recipes/index.ts';
import type { Heartbeat } from '../schemas/build/progress.ts';
import type { ShardResult, ShardTask } from '../schemas/build/task.ts';

/** Milliseconds between heartbeats while a shard says nothing itself. */
const beatInterval = 2000;

/** One activity a row stage, under the stage's name. */
export function rowActivities(parts: WorkerParts): Record<string, (task: ShardTask) => Promise<ShardResult>> {
  const outages = new Outages(parts);
  return Object.fromEntries(
    [...rowStages].map(([name, stage]) => [
      name,
      (task: ShardTask): Promise<ShardResult> => {
        const context = Context.current();
        let last: Heartbeat = {
          stage: name,
          rows: 0,
          done: 0,
          rejected: 0,
          asked: 0,
          reused: 0,
          completionTokens: 0,
        };
        // From the first moment: fetching a shard and its answers may take longer than the heartbeat's timeout.
        const timer = setInterval(() => context.heartbeat(last), beatInterval);
        const beat = (next: Heartbeat): void => {
          context.heartbeat((last = next));
          if (next.away !== undefined) outages.look(task.build, next, context.client);
        };
        const asks = context.cancellationSignal;
        // A person who cancels wants the requests to end; an attempt that counts no more has paid for them.
        const cancelled = (): boolean => context.cancellationDetails?.cancelRequested === true;
        const signal = afterArrivals(asks, cancelled);
        return runShard(task, stage, parts, signal, beat, asks, cancelled).finally(() =>
          clearInterval(timer),
        );
      },
    ]),
  );
}
