interface Waiting {
  readonly order: number;
  readonly perRequest: number;
  readonly admit: () => void;
}

/**
 * How many may be at work for something at once, such as rows for an endpoint: those that are not admitted yet are rows in
 * a table and cost nothing; at work, each holds its prompt. Few shards wait at a time, each with one row, so a list will do.
 */
export class Admission {
  readonly #limit: () => number;
  #atWork = 0;
  #waiting: Waiting[] = [];

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /**
   * Waits for a place, lower orders first; the result gives it back. `perRequest` rows share a request. Rejects with
   * the signal's reason.
   */
  async enter(order: number, signal: AbortSignal, perRequest = 1): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#waiting.length > 0 || this.#full(perRequest)) await this.#turn(order, signal, perRequest);
    else this.#atWork++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#atWork--;
      this.#admit();
    };
  }

  #full(perRequest: number): boolean {
    return this.#atWork >= this.#limit() * perRequest;
  }

  #turn(order: number, signal: AbortSignal, perRequest: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
      };
      const waiting: Waiting = {
        order,
        perRequest,
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
    while (this.#waiting.length > 0) {
      const next = this.#waiting.reduce((first, each) => (each.order < first.order ? each : first));
      if (this.#full(next.perRequest)) return;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#atWork++;
      next.admit();
    }
  }
}
