/** A timer may fire late by more than this only when the process was held up; such a delay is not made good. */
const LARGEST_DEBT_MS = 50;

/**
 * Timers whose mean is exact. A timer of Node fires up to a few milliseconds early or late; each stretch of service
 * takes over what the one before it in its place was off, so that n services of 20 ms take n x 20 ms.
 */
export class Pace {
  #debts: number[] = [];

  /** Calls back `ms` after `began` (performance.now()); at once where there is nothing to wait. Returns a way out. */
  wait(ms: number, began: number, done: () => void): () => void {
    if (ms <= 0) {
      done();
      return () => {};
    }
    const debt = this.#debts.pop() ?? 0;
    const target = ms - debt;
    const left = target - (performance.now() - began);
    const timer = setTimeout(
      () => {
        const off = performance.now() - began - target;
        this.#debts.push(Math.min(LARGEST_DEBT_MS, Math.max(-LARGEST_DEBT_MS, off)));
        done();
      },
      Math.max(0, Math.round(left)),
    );
    return () => clearTimeout(timer);
  }
}
