import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, Lease } from './lease.ts';
import type { OnProgress } from './progress.ts';
import type { SearchAttributeTypes } from '../../connection/search-attributes.ts';
import { whyNotReady } from './temporal-answers.ts';
import { readRecord, type TemporalRecord } from './temporal-record.ts';

/** Longer than an orderly stop of a server takes. */
const LEAVING_LIMIT_MS = 15_000;
const POLL_MS = 100;

export interface RunningTemporal {
  readonly live: NonNullable<TemporalRecord['live']>;
  /** The server stays as long as it is held. */
  readonly lease: Lease;
}

/**
 * The server that serves the database already, with a lease of it. One whose last user has left is about to end: its end
 * is waited for, so that the caller can serve the file next.
 */
export async function runningTemporal(
  dbPath: string,
  namespace: string,
  attributes: SearchAttributeTypes,
  onProgress: OnProgress,
): Promise<RunningTemporal | undefined> {
  const giveUpAt = Date.now() + LEAVING_LIMIT_MS;
  let told = false;
  while (Date.now() < giveUpAt) {
    const live = (await readRecord(dbPath))?.live;
    if (!live || hasEnded(live.users)) return undefined;
    const joining = Lease.join(live.users, giveUpAt);
    const soon = await Promise.race([joining, delay(POLL_MS, 'not yet' as const)]);
    if (soon === 'not yet' && !told) {
      onProgress(`Waiting for the former Temporal server (process ${live.pid}) to end ...`);
      told = true;
    }
    const lease = await joining;
    if (lease === undefined) continue;
    if ((await whyNotReady(live.address, namespace, attributes)) === undefined) return { live, lease };
    await lease.release();
    await delay(POLL_MS);
  }
  // It is there and does not answer. The lock on the database keeps ours off it.
  return undefined;
}
