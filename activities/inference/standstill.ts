import { heartbeatTimeout } from '../../schemas/build/queue.ts';

/** Milliseconds between two looks at the clock. */
const lookEach = 500;

/** Milliseconds in which a heartbeat tells an attempt that it counts no more. */
const settle = 3000;

let seen: number | undefined;
let holdUntil = 0;

/**
 * Milliseconds for which nothing is to be sent: above 0 after this process stood still for as long as a heartbeat may be
 * missing (a SIGSTOP, a suspended host). Other attempts may be at the same shards by now; the next heartbeats say so, and
 * cancel those that count no more. Answers under way arrive meanwhile.
 */
export function heldAfterStandstill(): number {
  if (seen === undefined) setInterval(look, lookEach).unref();
  look();
  return Math.max(0, holdUntil - Date.now());
}

function look(): void {
  const now = Date.now();
  if (seen !== undefined && now - seen > heartbeatTimeout) holdUntil = now + settle;
  seen = now;
}
