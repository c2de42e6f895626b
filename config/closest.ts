/** The name that a typing slip most likely stands for; undefined when none is near. */
export function closest(met: string, names: Iterable<string>): string | undefined {
  const plain = bare(met);
  let best: { name: string; steps: number } | undefined;
  for (const name of names) {
    const steps = distance(plain, bare(name));
    if (best === undefined || steps < best.steps) best = { name, steps };
  }
  const begun = [...names].find((name) => plain.length >= 4 && bare(name).startsWith(plain));
  if (begun !== undefined) return begun;
  return best !== undefined && best.steps <= Math.max(1, Math.floor(met.length / 3)) ? best.name : undefined;
}

/** top_p, topP and top-p are one slip apart at most. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '');
}

/** Insertions, removals, replacements and exchanges of neighbours that turn one text into the other. */
function distance(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)];
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, left] of from.entries()) {
    const next = [i + 1];
    for (const [j, right] of to.entries()) {
      const exchanged = i > 0 && j > 0 && left === to[j - 1] && right === from[i - 1];
      next.push(
        Math.min(
          (row[j + 1] ?? 0) + 1,
          (next[j] ?? 0) + 1,
          (row[j] ?? 0) + (left === right ? 0 : 1),
          exchanged ? (before[j - 1] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
