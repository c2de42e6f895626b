import { ApplicationFailure } from '@temporalio/workflow';
import type { Notice } from '../../schemas/build/notice.ts';
import type { Hook } from '../../schemas/build/notify.ts';
import { callNotice } from './activities.ts';
import { failureIn } from './failure-in.ts';

export interface NotifyInput {
  readonly hooks: readonly Hook[];
  readonly notice: Notice;
}

/**
 * Tells receivers of something that happened to a build, each for itself and for a day at most. A workflow of its own: the
 * build neither waits for it nor ends it. Fails, with a line a receiver, where some could not be told.
 */
export async function notify({ hooks, notice }: NotifyInput): Promise<void> {
  const sent = await Promise.allSettled(hooks.map((hook) => callNotice(hook, notice)));
  const untold = sent.flatMap((each) => (each.status === 'rejected' ? [failureIn(each.reason).message] : []));
  if (untold.length > 0) throw ApplicationFailure.nonRetryable(untold.join('\n'), 'NoticeNotDelivered');
}
