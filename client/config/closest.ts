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

/** Insertions, removals and replacements that turn one text into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, right] of Array.from(b).entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
