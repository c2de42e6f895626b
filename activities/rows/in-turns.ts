import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which others get their turn: the same loop serves the requests of all shards. */
const slice = 10;

/**
 * Starts the work of all items without waiting for any, but lets the event loop breathe between them: a stage that
 * counts tokens must not hold back the answers of another. Results keep the order of the items.
 */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const started: Promise<R>[] = [];
  let turn = performance.now();
  for (const item of items) {
    const result = work(item);
    // Awaited below; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    started.push(result);
    if (performance.now() - turn < slice) continue;
    await setImmediate();
    turn = performance.now();
  }
  return Promise.all(started);
}
