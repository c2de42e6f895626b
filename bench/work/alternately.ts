/** Runs ours and theirs in turn, so that what else the machine does falls on both. */
export async function alternately<Ours, Theirs>(
  times: number,
  ours: () => Promise<Ours>,
  theirs: () => Promise<Theirs>,
): Promise<{ ours: Ours[]; theirs: Theirs[] }> {
  const runs: { ours: Ours[]; theirs: Theirs[] } = { ours: [], theirs: [] };
  for (let time = 0; time < times; time += 1) {
    runs.ours.push(await ours());
    runs.theirs.push(await theirs());
  }
  return runs;
}
