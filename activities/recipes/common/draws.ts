import { createHash } from 'node:crypto';

/** A number from 0 up to, not including, 1, that follows from its parts alone. */
export function drawOf(...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(parts.join('\0')).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/**
 * One of the names by weight, for a row. The name with the greatest `draw ** (1 / weight)` wins (Efraimidis and
 * Spirakis, 2006), so that a name added to the others changes only the rows that it wins itself. Undefined where
 * no weight is above 0.
 */
export function drawWeighted(
  names: readonly string[],
  weightOf: (name: string) => number,
  ...key: readonly (string | number)[]
): string | undefined {
  let best: { name: string; rank: number } | undefined;
  for (const name of names) {
    const weight = weightOf(name);
    if (weight <= 0) continue;
    const rank = -Math.log(1 - drawOf(...key, name)) / weight;
    if (best === undefined || rank < best.rank) best = { name, rank };
  }
  return best?.name;
}
