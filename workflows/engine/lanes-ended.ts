import {
  CancellationScope,
  getExternalWorkflowHandle,
  patched,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import type { lane } from './lane.ts';
import { unlessEnded } from './unless-ended.ts';

/**
 * Waits until lanes have ended; the first failure is thrown at once. A cancellation is sent to each as it is now: the
 * SDK's own goes to the run that was started, which is over once the lane has continued as new, and the build would wait
 * for it for ever.
 */
export async function lanesEnded(handles: readonly ChildWorkflowHandle<typeof lane>[]): Promise<void> {
  let over = false;
  const cancelAll = async (): Promise<void> => {
    if (over || !patched('cancel-reaches-continued-lanes')) return;
    await CancellationScope.nonCancellable(() =>
      Promise.all(
        handles.map(({ workflowId }) => getExternalWorkflowHandle(workflowId).cancel().catch(unlessEnded)),
      ),
    );
  };
  // Awaited by nobody: a lane that cannot be reached has ended.
  CancellationScope.current()
    .cancelRequested.catch(cancelAll)
    .catch(() => undefined);
  try {
    await Promise.all(handles.map((handle) => handle.result()));
  } finally {
    over = true;
  }
}
