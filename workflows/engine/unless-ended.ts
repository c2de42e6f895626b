import { ApplicationFailure } from '@temporalio/workflow';

/** What has ended can be neither paused, told nor cancelled, and need not be. */
export function unlessEnded(error: unknown): void {
  if (!(error instanceof ApplicationFailure && error.type === 'ExternalWorkflowExecutionNotFound'))
    throw error;
}
