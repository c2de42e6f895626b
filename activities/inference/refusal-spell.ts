const SECOND_MS = 1000;
/** Outcomes of so many seconds count. */
const WINDOW = 10;
/** Shorter ones are the limit finding its place. */
const LASTING_MS = 3000;
/** Of all outcomes; a probe now and then is refused less often. */
const SHARE = 0.25;
/** Several shards tell it, at different moments: they are to say the same. */
const KEPT_MS = 5000;

interface Second {
  readonly at: number;
  answered: number;
  refused: number;
}

/** A time in which an endpoint refuses a good part of what it is asked (429): how much it answers is up to it then. */
export class RefusalSpell {
  #seconds: Second[] = [];
  #began: number | undefined;
  #told: { readonly at: number; readonly rate: number } | undefined;

  answered(now: number): void {
    this.#second(now).answered++;
  }

  refused(now: number): void {
    this.#forget(now);
    if (!this.#seconds.some(({ refused }) => refused > 0)) this.#began = now;
    this.#second(now).refused++;
  }

  /** Answers a second while refusals last; undefined where there are none, or few. */
  limitedTo(now: number): number | undefined {
    this.#forget(now);
    const refused = this.#sum('refused');
    const lasts = this.#began !== undefined && now - this.#began >= LASTING_MS;
    if (refused === 0 || !lasts || refused < SHARE * (refused + this.#sum('answered'))) return undefined;
    return this.rate(now);
  }

  /** Answers a second, refusals or not. */
  rate(now: number): number {
    if (this.#told !== undefined && now - this.#told.at < KEPT_MS) return this.#told.rate;
    this.#forget(now);
    const since = Math.max(this.#began ?? -Infinity, now - WINDOW * SECOND_MS);
    const rate = (this.#sum('answered') * SECOND_MS) / Math.max(SECOND_MS, now - since);
    this.#told = { at: now, rate };
    return rate;
  }

  #sum(outcome: 'answered' | 'refused'): number {
    return this.#seconds.reduce((sum, second) => sum + second[outcome], 0);
  }

  #second(now: number): Second {
    const at = Math.floor(now / SECOND_MS);
    const last = this.#seconds.at(-1);
    if (last?.at === at) return last;
    const second = { at, answered: 0, refused: 0 };
    this.#seconds.push(second);
    if (this.#seconds.length > WINDOW) this.#seconds.shift();
    return second;
  }

  #forget(now: number): void {
    const oldest = Math.floor(now / SECOND_MS) - WINDOW;
    while ((this.#seconds[0]?.at ?? Infinity) <= oldest) this.#seconds.shift();
  }
}
