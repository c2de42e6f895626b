const FEWEST_ANSWERS = 4;

export interface RoundResult {
  /** Answers a millisecond. */
  readonly rate: number;
  readonly milliseconds: number;
}

/**
 * One round trip of a full endpoint: as many answers as requests may be in flight, so each of them was replaced
 * once. A round in which too few requests were there to fill the limit says nothing about the endpoint, and is void.
 */
export class ThroughputRound {
  #startedAt: number;
  #answersLeft: number;
  #answers: number;
  #void = true;

  constructor(limit: number, now: number) {
    this.#answers = Math.max(FEWEST_ANSWERS, limit);
    this.#answersLeft = this.#answers;
    this.#startedAt = now;
  }

  start(limit: number, now: number): void {
    this.#answers = Math.max(FEWEST_ANSWERS, limit);
    this.#answersLeft = this.#answers;
    this.#startedAt = now;
    this.#void = false;
  }

  /** Whether the requests in flight reach the limit: the round begins anew when they do again. */
  filled(full: boolean, limit: number, now: number): void {
    if (!full) this.#void = true;
    else if (this.#void) this.start(limit, now);
  }

  /** The result where this answer ends the round. */
  answered(now: number): RoundResult | undefined {
    if (this.#void || --this.#answersLeft > 0) return undefined;
    const milliseconds = Math.max(now - this.#startedAt, 0.001);
    return { rate: this.#answers / milliseconds, milliseconds };
  }
}
