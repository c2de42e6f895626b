import type { WorkflowExecutionDescription } from '@temporalio/client';

export type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];
type Failure = NonNullable<PendingActivity['lastFailure']>;

/** PENDING_ACTIVITY_STATE_SCHEDULED: no worker has it, so it waits for its next try. */
const scheduled = 1;

/** What went wrong with steps that failed and wait to be tried again, such as a store that does not answer. */
export function triedAgain(pending: readonly PendingActivity[]): string[] {
  return pending.flatMap(({ state, attempt, lastFailure }) =>
    Number(state) === scheduled && lastFailure
      ? [`${firstOf(lastFailure)} (try ${String(attempt ?? 2)} follows)`]
      : [],
  );
}

/** The failure that caused all others. */
function firstOf(failure: Failure): string {
  return failure.cause ? firstOf(failure.cause) : (failure.message ?? 'a step failed');
}
