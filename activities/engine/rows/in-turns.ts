import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which others get their turn: the same loop serves the requests of all shards. */
const slice = 10;

/**
 * Starts the work of each item once it may enter, without waiting for the work of others, and lets the event loop
 * breathe between them: a stage that counts tokens must not hold back the answers of another. Results keep the order
 * of the items; the first failure ends it. `begun` is called when the last item has entered.
 */
export async function inTurns<T, R>(
  items: readonly T[],
  enter: () => Promise<() => void>,
  work: (item: T) => Promise<R>,
  begun: () => void = () => undefined,
): Promise<R[]> {
  const started: Promise<R>[] = [];
  const state = { failed: false };
  let turn = performance.now();
  for (const item of items) {
    const leave = await enter();
    if (state.failed) {
      leave();
      break;
    }
    const result = work(item).finally(leave);
    // Awaited below; until then a failure must not count as unhandled.
    result.catch(() => (state.failed = true));
    started.push(result);
    if (performance.now() - turn < slice) continue;
    await setImmediate();
    turn = performance.now();
  }
  begun();
  return Promise.all(started);
}
