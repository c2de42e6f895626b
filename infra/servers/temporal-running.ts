import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './process-alive.ts';
import type { OnProgress } from './progress.ts';
import type { SearchAttributeTypes } from './search-attributes.ts';
import { whyNotReady } from './temporal-answers.ts';
import { readRecord, type TemporalRecord } from './temporal-record.ts';

/** Longer than an orderly stop of a server takes. */
const LEAVING_LIMIT_MS = 15_000;
const POLL_MS = 100;

/**
 * The server that serves the database already, if it is there to stay. One whose starter has ended is about to end as well:
 * its end is waited for, so that the caller can serve the file next.
 */
export async function runningTemporal(
  dbPath: string,
  namespace: string,
  attributes: SearchAttributeTypes,
  onProgress: OnProgress,
): Promise<TemporalRecord['live']> {
  const giveUpAt = Date.now() + LEAVING_LIMIT_MS;
  let told = false;
  while (Date.now() < giveUpAt) {
    const live = (await readRecord(dbPath))?.live;
    if (!live || !isAlive(live.pid)) return undefined;
    const stays = !live.leaving && isAlive(live.ownerPid);
    if (stays && (await whyNotReady(live.address, namespace, attributes)) === undefined) return live;
    if (!told) onProgress(`Waiting for the former Temporal server (process ${live.pid}) to end ...`);
    told = true;
    await delay(POLL_MS);
  }
  // A process that is alive and does not answer is most likely another program under a reused id. Should it be a
  // server after all, the lock on the database keeps ours off it.
  return undefined;
}
