import type { OpenBuild } from '../build/open-plan.ts';
import { Admission } from '../../inference/admission.ts';

/**
 * Shards of a stage that hold rows which have not begun: one from which rows are taken, and some that stand ready. More
 * of them would wait for the endpoint no less, and a shard of long documents is some ten megabytes.
 */
const ready = 3;

/**
 * Rows of shards that are being written, from which on none is read in their place: where a fast endpoint keeps the
 * process busy, a shard takes seconds to end, and ten of them took 60 MB.
 */
const mostEnding = 4000;

const paces = new WeakMap<OpenBuild, Map<string, Pace>>();

/** The pace of a stage's shards in a build: an endpoint that is away holds up nobody else. */
export function paceOf(build: OpenBuild, stage: string): Pace {
  const known = paces.get(build) ?? new Map<string, Pace>();
  paces.set(build, known);
  const pace = known.get(stage) ?? new Pace();
  known.set(stage, pace);
  return pace;
}

/** When a stage's shards are read, of which each holds its rows in memory until it is written. */
export class Pace {
  readonly #reading = new Admission(() => ready);
  #ending = 0;
  #held: (() => void)[] = [];

  /** Waits until a shard may be read, those of low index first; the result is called once all its rows have begun. */
  async mayRead(index: number, signal: AbortSignal): Promise<() => void> {
    const leave = await this.#reading.enter(index, signal);
    return () => {
      if (this.#ending < mostEnding) leave();
      else this.#held.push(leave);
    };
  }

  /** The rows of a shard have ended, and it is written; the result is called once it is. */
  ends(rows: number): () => void {
    this.#ending += rows;
    return () => {
      this.#ending -= rows;
      for (const leave of this.#held.splice(0)) leave();
    };
  }
}
