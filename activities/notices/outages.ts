import type { Client } from '@temporalio/client';
import { waitsSignalName } from '../../schemas/build/notice.ts';
import type { Heartbeat } from '../../schemas/build/progress.ts';
import type { BuildRef } from '../../schemas/build/task.ts';
import { openBuildOf } from '../engine/build/open-plan.ts';
import type { WorkerParts } from '../engine/build/worker-parts.ts';

/** Minutes that an endpoint is away before a build tells of it; most faults pass sooner. */
const usualMinutes = 10;

/** Tells builds whose rows wait for an endpoint for long, where somebody wants to know. One a process. */
export class Outages {
  private readonly parts: WorkerParts;
  private readonly patienceMs: number;
  private readonly told = new Set<string>();

  /** TUNESMITH_OUTAGE_MINUTES of the worker's environment says how long is long. @default 10 */
  constructor(parts: WorkerParts) {
    this.parts = parts;
    const minutes = Number(parts.env['TUNESMITH_OUTAGE_MINUTES'] ?? '');
    this.patienceMs = (minutes > 0 ? minutes : usualMinutes) * 60_000;
  }

  /** Looks at what a row activity says of itself; each outage is told once. Nothing of it is the activity's matter. */
  look(build: BuildRef, { away, waiting = 'rows wait' }: Heartbeat, client: Client): void {
    if (away === undefined || Date.now() - away.since < this.patienceMs) return;
    const key = JSON.stringify([build.id, away.endpoint, away.since]);
    if (this.told.has(key)) return;
    this.told.add(key);
    // The next heartbeat tries again.
    this.tell(build, away.endpoint, waiting, client).catch(() => this.told.delete(key));
  }

  private async tell(build: BuildRef, endpoint: string, why: string, client: Client): Promise<void> {
    const { plan } = await openBuildOf(build, this.parts);
    if (plan.config.notify?.some(({ on }) => on.includes('waiting')) !== true) return;
    const at = build.id.lastIndexOf('/');
    const handle = client.workflow.getHandle(build.id.slice(0, at), build.id.slice(at + 1));
    await handle.signal(waitsSignalName, endpoint, why);
  }
}
