/** Queries that are multiplied at once: a document's vectors at the paper's K = 5. */
export const lanes = 6;

/** Up to six queries side by side, number by number, as `dotProducts` reads them. In double precision: V8 computes in it. */
export function sideBySide(queries: readonly Float32Array[], dimensions: number): Float64Array {
  const woven = new Float64Array(lanes * dimensions);
  for (const [lane, query] of queries.entries())
    for (let at = 0; at < dimensions; at += 1) woven[at * lanes + lane] = query[at] ?? 0;
  return woven;
}

/**
 * Dot products of rows with six queries, six numbers a row. Each number of a row is read once for all six, and six sums
 * run beside each other: measured, 2 to 2.5 billion multiplications a second on one core, 0.7 to 1 with a plain loop a query.
 */
export function dotProducts(
  woven: Float64Array,
  vectors: Float32Array,
  [from, to]: readonly [number, number],
  products: Float64Array,
): void {
  const dimensions = woven.length / lanes;
  for (let row = from, at = from * dimensions, out = 0; row < to; row += 1, out += lanes) {
    let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0];
    for (let lane = 0; lane < woven.length; lane += lanes, at += 1) {
      const value = vectors[at] ?? 0;
      a += value * (woven[lane] ?? 0);
      b += value * (woven[lane + 1] ?? 0);
      c += value * (woven[lane + 2] ?? 0);
      d += value * (woven[lane + 3] ?? 0);
      e += value * (woven[lane + 4] ?? 0);
      f += value * (woven[lane + 5] ?? 0);
    }
    products[out] = a;
    products[out + 1] = b;
    products[out + 2] = c;
    products[out + 3] = d;
    products[out + 4] = e;
    products[out + 5] = f;
  }
}
