export interface Candidate {
  readonly response: string | null;
  readonly reward: number | null;
}

interface Rated {
  readonly response: string;
  readonly reward: number;
}

/**
 * The best and the worst of the answers that were had and rated: of equally good ones the first, of equally bad ones the
 * last. Undefined where there are none.
 */
export function bestAndWorst(
  candidates: readonly Candidate[],
): { usable: number; best: Rated; worst: Rated } | undefined {
  const rated = candidates.flatMap(({ response, reward }) =>
    response === null || reward === null ? [] : [{ response, reward }],
  );
  const [first] = rated;
  if (first === undefined) return undefined;
  const best = rated.reduce((most, each) => (each.reward > most.reward ? each : most), first);
  const worst = rated.reduce((least, each) => (each.reward <= least.reward ? each : least), first);
  return { usable: rated.length, best, worst };
}
