/** Works on items, some at a time; returns how many a second are done. */
export async function ratePerSecond<T>(
  items: readonly T[],
  inFlight: number,
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  const entries = items.values();
  const began = performance.now();
  const worker = async (): Promise<void> => {
    for (const item of entries) await work(item);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return items.length / ((performance.now() - began) / 1000);
}
