import { ActivityCancellationType, scheduleActivity, type ActivityOptions } from '@temporalio/workflow';
import { heartbeatTimeout, queues } from '../../schemas/build/queue.ts';
import type { Notice } from '../../schemas/build/notice.ts';
import type { Hook } from '../../schemas/build/notify.ts';
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

/** A workflow's arguments as somebody wrote them, checked by the schema of its recipe, whose config is given back. */
export function callCheck<Config>(
  written: unknown,
  options: unknown,
): Promise<Output<'checkBuild'> & { config: Config }> {
  return scheduleActivity<Output<'checkBuild'> & { config: Config }>(
    'checkBuild',
    [{ config: written, options } satisfies Input<'checkBuild'>],
    { taskQueue: queues.builds, startToCloseTimeout: '10 minutes', heartbeatTimeout, retry },
  );
}

/** Who is to be told of a build whose arguments are wrong: soon, or nobody is. */
export function callHooks(written: unknown): Promise<Output<'hooksOf'>> {
  return scheduleActivity<Output<'hooksOf'>>('hooksOf', [{ config: written } satisfies Input<'hooksOf'>], {
    taskQueue: queues.builds,
    scheduleToCloseTimeout: '1 minute',
    retry,
  });
}

/** A notice to one receiver, which may be away for hours. */
export function callNotice({ url, secretEnv }: Hook, notice: Notice): Promise<Output<'sendNotice'>> {
  return scheduleActivity<Output<'sendNotice'>>(
    'sendNotice',
    [{ hook: { url, secretEnv }, notice } satisfies Input<'sendNotice'>],
    {
      taskQueue: queues.builds,
      startToCloseTimeout: '30 seconds',
      scheduleToCloseTimeout: '1 day',
      retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 minutes' },
      summary: url.replace(/[?#].*$/s, ''),
    },
  );
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
