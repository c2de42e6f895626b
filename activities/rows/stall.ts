import { setTimeout as delay } from 'node:timers/promises';
import { heartbeatTimeout } from '../../schemas/queue.ts';

/** Milliseconds between two looks at the clock. */
const lookEach = 500;

/** Milliseconds in which a heartbeat tells an attempt that it counts no more. */
const settle = 3000;

let seen: number | undefined;
let hold = 0;

/**
 * Holds a new question back after this process stood still for as long as a heartbeat may be missing (a suspended host, a
 * SIGSTOP): another attempt may be at the same shard now, and the server says so at the next heartbeat, which cancels
 * this one. Answers under way arrive meanwhile, and are journalled.
 */
export async function mayAsk(signal: AbortSignal): Promise<void> {
  if (seen === undefined) setInterval(look, lookEach).unref();
  look();
  for (let left = hold - Date.now(); left > 0; left = hold - Date.now())
    await delay(left, undefined, { signal });
}

function look(): void {
  const now = Date.now();
  if (seen !== undefined && now - seen > heartbeatTimeout) hold = now + settle;
  seen = now;
}
