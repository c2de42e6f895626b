const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 10_000;

/**
 * Milliseconds before a request is tried again on the URL that just failed it: none after its first fault, so that a
 * stray 500 costs nothing; then 50 ms doubling to 10 s, with a jitter so that requests that failed together part.
 */
export function retryDelayMs(faults: number, random: () => number = Math.random): number {
  if (faults <= 1) return 0;
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(faults - 2, 20));
  return delay * (0.75 + 0.5 * random());
}
