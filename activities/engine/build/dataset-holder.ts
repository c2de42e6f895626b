import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, rootCause } from '@temporalio/common';
import type { Holder } from '../../../schemas/build/start.ts';
import { DatasetSchema, type Dataset } from '../../../schemas/build/task.ts';

/** How another build ended; neither where it has not. */
export interface Outcome {
  readonly dataset?: Dataset;
  readonly failure?: { readonly type: string; readonly message: string };
}

/** The build that holds a dataset by its lock, the id of a child of that build; undefined where none does. */
export async function holderOf(lock: string, client: Client): Promise<Holder | undefined> {
  try {
    const { status, parentExecution, memo } = await client.workflow.getHandle(lock).describe();
    const { workflowId, runId } = parentExecution ?? {};
    const configDigest = memo?.['configDigest'];
    if (status.name !== 'RUNNING' || !workflowId || !runId) return undefined;
    return { workflowId, runId, configDigest: typeof configDigest === 'string' ? configDigest : '' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** What became of a build, for one that joined it. */
export async function outcomeOf({ workflowId, runId }: Holder, client: Client): Promise<Outcome> {
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    if ((await handle.describe()).status.name === 'RUNNING') return {};
    return { dataset: DatasetSchema.parse(await handle.result()) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      return { failure: { type: 'BuildUnknown', message: 'it is gone' } };
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { failure: causeOf(error.cause) };
  }
}

function causeOf(error: unknown): { type: string; message: string } {
  if (error instanceof CancelledFailure) return { type: 'BuildCancelled', message: 'it was cancelled' };
  let found: { type: string; message: string } | undefined;
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    if (each instanceof ApplicationFailure) found = { type: each.type ?? each.name, message: each.message };
  return found ?? { type: 'BuildEnded', message: rootCause(error) ?? String(error) };
}
