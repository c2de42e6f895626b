const parts = 8;
const rounds = 5;
/** CPU time of a whole text, in microseconds, beside which noise is small: it is not repeated. */
const enough = 1_000_000;

/**
 * How many times as long `work` takes on one whole text as on eight of an eighth of its length: about 1 where time grows
 * with the length, 8 where it grows with its square. Least CPU time of several rounds: a machine beside other work
 * changes neither by much, and both in the same way.
 */
export function slowdown(
  made: (length: number) => string,
  length: number,
  work: (text: string) => void,
): number {
  const [whole, part] = [made(length), made(length / parts)];
  let [longest, shortest] = [Infinity, Infinity];
  for (let round = 0; round < rounds && (round === 0 || longest < enough); round += 1) {
    // The parts come first: what is compiled and allocated at first use is never the whole text's.
    shortest = Math.min(
      shortest,
      timed(() => {
        for (let at = 0; at < parts; at += 1) work(part);
      }),
    );
    longest = Math.min(
      longest,
      timed(() => work(whole)),
    );
  }
  return longest / shortest;
}

/** Above this a text is not read in linear time; far from 1 and from 8. */
export const linear = 3;

/** Microseconds that this process computed. */
export function timed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
