import { setTimeout as delay } from 'node:timers/promises';
import type { Workshop } from './workshop.ts';

/** Events in the histories of all workflows that ran on the workshop's server: builds and lanes, each of their runs. */
export async function historyEvents({ client }: Workshop): Promise<number> {
  let events = 0;
  for await (const { workflowId, runId } of client.workflow.list()) {
    const { historyLength } = await closed(() => client.workflow.getHandle(workflowId, runId).describe());
    events += historyLength;
  }
  return events;
}

/** A finished build's last lane may close a moment after it. */
async function closed<T extends { status: { name: string } }>(describe: () => Promise<T>): Promise<T> {
  let description = await describe();
  for (; description.status.name === 'RUNNING'; description = await describe()) await delay(50);
  return description;
}
