/** Rows at work for each request that may be in flight: one is answered, the next stands ready. */
const rowsPerRequest = 2;

interface Waiting {
  readonly order: number;
  readonly admit: () => void;
}

/**
 * How many rows may be at work for an endpoint at once. A shard's rows that are not admitted yet are rows in a table
 * and cost nothing; at work, each holds its prompt. Few shards wait at a time, each with one row, so a list will do.
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
    return this.#atWork >= this.#limit() * rowsPerRequest;
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
