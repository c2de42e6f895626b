import { ActivityCancellationType, scheduleActivity, type ActivityOptions } from '@temporalio/workflow';
import { heartbeatTimeout, queues } from '../../schemas/build/queue.ts';
import type { ShardResult, ShardTask } from '../../schemas/build/task.ts';
import type { Activities } from '../../activities/index.ts';

type Input<Name extends keyof Activities> = Parameters<Activities[Name]>[0];
type Output<Name extends keyof Activities> = Awaited<ReturnType<Activities[Name]>>;

/**
 * Passing failures are tried again for as long as they pass: an endpoint or a store may be away for hours. What cannot
 * mend itself is thrown as non-retryable by the activities.
 */
const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' } as const;

/** Steps of a build that are not rows: planning, sealing, importing, publishing. */
export function call<Name extends keyof Activities>(
  name: Name,
  input: Input<Name>,
  options: Pick<ActivityOptions, 'summary'> & { set?: boolean },
): Promise<Output<Name>> {
  return scheduleActivity<Output<Name>>(name, [input], {
    taskQueue: options.set === true ? queues.sets : queues.builds,
    startToCloseTimeout: '7 days',
    heartbeatTimeout,
    retry,
    ...(options.summary === undefined ? {} : { summary: options.summary }),
  });
}

/** One shard through one row stage; the activity type is the stage's name, so that the UI tells the stages apart. */
export function callRows(task: ShardTask, shards: number, position: number): Promise<ShardResult> {
  return scheduleActivity<ShardResult>(task.step.call.stage, [task], {
    taskQueue: queues.rows,
    startToCloseTimeout: '7 days',
    heartbeatTimeout,
    retry,
    // A cancelled build has ended only when its requests have.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // Shards that are further on go first, so that a later stage's endpoint is not idle behind a full worker.
    priority: { priorityKey: Math.max(1, 3 - position) },
    summary: `shard ${task.index + 1} of ${shards}`,
  });
}
