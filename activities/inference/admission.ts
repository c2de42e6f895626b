interface Waiting {
  readonly order: number;
  readonly admit: () => void;
}

/**
 * How many may be at work at once: rows for an endpoint, shards in a stage. What is not admitted yet costs nothing; at
 * work, a row holds its prompt and a shard its rows. Few wait at a time (of each shard one row), so a list will do.
 */
export class Admission {
  readonly #limit: () => number;
  #atWork = 0;
  #waiting: Waiting[] = [];

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** Waits for a place, lower orders first; the result gives it back. Rejects with the signal's reason. */
  async enter(order: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#waiting.length > 0 || this.#full()) await this.#turn(order, signal);
    else this.#atWork++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#atWork--;
      this.#admit();
    };
  }

  #full(): boolean {
    return this.#atWork >= this.#limit();
  }

  #turn(order: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
      const waiting: Waiting = {
        order,
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #admit(): void {
    while (this.#waiting.length > 0 && !this.#full()) {
      const next = this.#waiting.reduce((first, each) => (each.order < first.order ? each : first));
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#atWork++;
      next.admit();
    }
  }
}
