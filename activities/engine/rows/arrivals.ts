import { setTimeout as delay } from 'node:timers/promises';

/** Turns that arrivals get, and milliseconds between them: a hundred answers take some ten milliseconds to read. */
const turns = 5;
const turnMs = 20;

/** One listener a signal, however many rows wait for it. */
const ends = new WeakMap<AbortSignal, Promise<never>>();

/** Resolves unless nothing is to be asked any more; then it waits for the attempt's end: a failure would end it early. */
export async function mayAsk(asks: AbortSignal, signal: AbortSignal): Promise<void> {
  if (!asks.aborted) return;
  signal.throwIfAborted();
  const end = ends.get(signal) ?? endOf(signal);
  ends.set(signal, end);
  await end;
}

function endOf(signal: AbortSignal): Promise<never> {
  const end = new Promise<never>((_, reject) => {
    const stop = (): void => {
      try {
        signal.throwIfAborted();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  end.catch(() => undefined);
  return end;
}

/**
 * A signal some turns of the event loop after another: what has arrived by then, above all after a standstill, is read
 * and journalled before requests are taken back.
 */
export function afterArrivals(early: AbortSignal, atOnce: () => boolean): AbortSignal {
  const late = new AbortController();
  const end = async (): Promise<void> => {
    for (let turn = 0; turn < turns && !atOnce(); turn += 1) await delay(turnMs);
    late.abort(early.reason);
  };
  if (early.aborted) void end();
  else early.addEventListener('abort', () => void end(), { once: true });
  return late.signal;
}
