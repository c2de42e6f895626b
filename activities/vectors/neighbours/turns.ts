import { setImmediate } from 'node:timers/promises';

/** Milliseconds between two turns of the event loop, on which requests wait. */
const atOnce = 5;

/** Gives the event loop its turn where it has waited long enough. Throws where the signal has been given. */
export type Turn = () => Promise<void>;

export function turns(signal: AbortSignal | undefined): Turn {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < atOnce) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = performance.now();
  };
}
