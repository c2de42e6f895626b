const spanMs = 8000;

/** Rows per second of each stage over the last seconds. */
export class Speed {
  private readonly seen = new Map<string, { at: number; rows: number }[]>();

  /** Notes how many rows a stage is through with; `at` in milliseconds. */
  note(stage: string, rows: number, at: number): void {
    const points = this.seen.get(stage) ?? [];
    points.push({ at, rows });
    while (points.length > 2 && at - (points[1]?.at ?? at) > spanMs) points.shift();
    this.seen.set(stage, points);
  }

  /** Undefined until a second has gone by with rows in it. */
  of(stage: string): number | undefined {
    const points = this.seen.get(stage) ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 1000) return undefined;
    const rows = last.rows - first.rows;
    return rows <= 0 ? undefined : (rows * 1000) / (last.at - first.at);
  }
}
