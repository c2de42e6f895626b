const MINUTE_MS = 60_000;
/** What may go at once of a minute's worth; the rest goes evenly, so that no minute holds more than the limit. */
const AT_ONCE = 0.1;
/** Characters of a token, roughly: what a request will cost is only known when it is answered. */
const CHARACTERS = 4;

export interface RatesAMinute {
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
}

/** Requests and tokens a minute that an endpoint may be asked by this process. Times are milliseconds handed in. */
export class RateLimit {
  readonly #requests: Bucket | undefined;
  readonly #tokens: Bucket | undefined;

  constructor({ rpm, tpm }: RatesAMinute, now: number) {
    this.#requests = rpm === undefined ? undefined : new Bucket(rpm, now);
    this.#tokens = tpm === undefined ? undefined : new Bucket(tpm, now);
  }

  /** Milliseconds until a request of so many tokens may go; 0 where it may now. */
  waitMs(tokens: number, now: number): number {
    return Math.max(this.#requests?.waitMs(1, now) ?? 0, this.#tokens?.waitMs(tokens, now) ?? 0);
  }

  sent(tokens: number, now: number): void {
    this.#requests?.take(1, now);
    this.#tokens?.take(tokens, now);
  }

  /** What was expected of an answer and did not come is free again; what came beyond it is owed. */
  cost(expected: number, tokens: number, now: number): void {
    this.#tokens?.take(tokens - expected, now);
  }
}

/** Tokens that a request may cost: its text, and all that the model may write. */
export function tokensExpected(characters: number, maxTokens: number): number {
  return Math.ceil(characters / CHARACTERS) + maxTokens;
}

/** A bucket that fills evenly; one that is full lets anything go, and what is more than it holds is owed. */
class Bucket {
  readonly #size: number;
  readonly #perMs: number;
  #level: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.#size = Math.max(1, perMinute * AT_ONCE);
    this.#perMs = Math.max(perMinute - this.#size, perMinute / 2) / MINUTE_MS;
    this.#level = this.#size;
    this.#at = now;
  }

  waitMs(amount: number, now: number): number {
    this.#fill(now);
    const missing = Math.min(amount, this.#size) - this.#level;
    return missing <= 0 ? 0 : Math.ceil(missing / this.#perMs);
  }

  take(amount: number, now: number): void {
    this.#fill(now);
    this.#level = Math.min(this.#size, this.#level - amount);
  }

  #fill(now: number): void {
    this.#level = Math.min(this.#size, this.#level + Math.max(0, now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
