import { ThroughputRound, type RoundResult } from './throughput-round.ts';

/** Twice the requests for less than 15% more answers: the endpoint is full. */
const WORTH_DOUBLING = 1.15;
/** Fewer answers than before the step: the endpoint thrashes (a GPU that swaps its cache), so the step is taken back. */
const THRASHING = 0.9;
const PROBE_STEP = 1.5;
/** A probe is weighed against noise of a few percent: taking it for a gain would ratchet the limit up to its max. */
const WORTH_PROBING = 1.1;
const FIRST_PROBE_AFTER = 8;
const LAST_PROBE_AFTER = 64;
const DECREASE = 0.75;
/** How close to the number that was refused the limit creeps back by itself. */
const BELOW_CEILING = 0.95;
const CREEP = 1.05;
/** A stray 503 or hang is no overload; a third of all recent outcomes is. */
const STRUGGLING_SHARE = 0.3;
const SHARE_WEIGHT = 0.05;
/** A probe that is refused costs a pause: pauses may take a twentieth of the time. */
const PAUSES_APART = 20;

export interface LimitBounds {
  readonly min: number;
  readonly initial: number;
  readonly max: number;
  /** Milliseconds a request may take: the limit does not grow where waiting at the server would eat half of it. */
  readonly timeoutMs: number;
}

/**
 * How many requests an endpoint may have in flight: AIMD with a slow start on throughput.
 *
 * Doubles each round trip while that brings more answers a second, then holds and probes now and then. Latency alone
 * never lowers it: on a batching GPU it rises together with throughput. Refusals (429) lower it by a quarter, once a
 * round trip, and the number that was refused is remembered as a ceiling until a probe finds it gone.
 *
 * Pure: times are milliseconds handed in by the caller.
 */
export class AdaptiveLimit {
  #bounds: LimitBounds;
  #value: number;
  #phase: 'start' | 'hold' | 'probe' | 'recover' = 'start';
  #round: ThroughputRound;
  /** Answers a millisecond before the present step. */
  #rate: number | undefined;
  #beforeStep: number;
  #ceiling: number;
  #held = 0;
  #probeAfter = FIRST_PROBE_AFTER;
  #noProbeBefore = 0;
  #sent = 0;
  #sentAtDecrease = 0;
  #struggling = 0;

  constructor(bounds: LimitBounds, now: number) {
    const max = Math.max(bounds.min, bounds.max);
    this.#bounds = { ...bounds, max };
    this.#value = Math.min(Math.max(bounds.initial, bounds.min), max);
    this.#beforeStep = this.#value;
    this.#ceiling = max;
    this.#round = new ThroughputRound(this.#value, now);
  }

  get value(): number {
    return this.#value;
  }

  /** Counts a request that is sent; its number goes with its outcome. */
  sent(): number {
    return ++this.#sent;
  }

  /** Number of the newest request. */
  get lastSent(): number {
    return this.#sent;
  }

  /** To be told after each change of the requests in flight: whether they reach the limit. */
  filled(full: boolean, now: number): void {
    this.#round.filled(full, this.#value, now);
  }

  answered(now: number): void {
    this.#struggling *= 1 - SHARE_WEIGHT;
    const result = this.#round.answered(now);
    if (result === undefined) return;
    this.#decide(result, now);
    this.#round.start(this.#value, now);
  }

  /** A 429, or another plain word that this is too much; `pauseMs` is what it asked for. */
  refused(sent: number, inFlight: number, now: number, pauseMs = 0): void {
    this.#noProbeBefore = Math.max(this.#noProbeBefore, now + pauseMs * PAUSES_APART);
    if (sent <= this.#sentAtDecrease) return;
    this.#sentAtDecrease = this.#sent;
    if (this.#phase === 'probe') this.#probeAfter = Math.min(LAST_PROBE_AFTER, this.#probeAfter * 2);
    if (this.#phase === 'hold') this.#probeAfter = FIRST_PROBE_AFTER;
    this.#ceiling = Math.max(this.#bounds.min, Math.min(this.#value, inFlight));
    this.#value = this.#clamp(this.#ceiling * DECREASE);
    this.#phase = 'recover';
    this.#rate = undefined;
    this.#struggling = 0;
    this.#round.start(this.#value, now);
  }

  /** A 503, 504 or timeout: one is bad luck, many are too much load. */
  struggled(sent: number, inFlight: number, now: number): void {
    if (sent <= this.#sentAtDecrease) return;
    this.#struggling += (1 - this.#struggling) * SHARE_WEIGHT;
    if (this.#struggling > STRUGGLING_SHARE) this.refused(sent, inFlight, now);
  }

  /** The endpoint is back after an outage: what was learnt before it may no longer hold. */
  restart(now: number): void {
    this.#phase = 'start';
    this.#rate = undefined;
    this.#struggling = 0;
    this.#probeAfter = FIRST_PROBE_AFTER;
    this.#round.start(this.#value, now);
  }

  #decide(round: RoundResult, now: number): void {
    if (this.#phase === 'start') this.#climb(round);
    else if (this.#phase === 'probe') this.#weigh(round);
    else if (this.#phase === 'recover') this.#creep(round);
    else this.#hold(round, now);
  }

  #climb(round: RoundResult): void {
    const before = this.#rate;
    this.#rate = round.rate;
    if (before === undefined || round.rate >= before * WORTH_DOUBLING) {
      if (!this.#step(2, round)) this.#rest();
      return;
    }
    if (round.rate < before * THRASHING) this.#stepBack(before);
    this.#rest();
  }

  #weigh(round: RoundResult): void {
    const before = this.#rate ?? 0;
    if (round.rate >= before * WORTH_PROBING) {
      this.#probeAfter = FIRST_PROBE_AFTER;
      this.#phase = 'start';
      this.#rate = round.rate;
      if (!this.#step(2, round)) this.#rest();
      return;
    }
    this.#probeAfter = Math.min(LAST_PROBE_AFTER, this.#probeAfter * 2);
    this.#stepBack(before);
    this.#rest();
  }

  #creep(round: RoundResult): void {
    this.#smooth(round.rate);
    const top = this.#clamp(this.#ceiling * BELOW_CEILING);
    if (this.#value < top)
      this.#value = Math.min(top, Math.max(this.#value + 1, Math.floor(this.#value * CREEP)));
    else this.#rest();
  }

  #hold(round: RoundResult, now: number): void {
    this.#smooth(round.rate);
    this.#held++;
    if (this.#held < this.#probeAfter || now < this.#noProbeBefore) return;
    this.#held = 0;
    if (this.#step(PROBE_STEP, round)) this.#phase = 'probe';
  }

  /** False where the limit cannot or should not grow. */
  #step(factor: number, { milliseconds }: RoundResult): boolean {
    const next = this.#clamp(Math.ceil(this.#value * factor));
    // By Little's law a round took about as long as a request, and a longer queue makes that proportionally longer.
    const waitsTooLong = milliseconds * factor > this.#bounds.timeoutMs / 2;
    if (next === this.#value || waitsTooLong) return false;
    this.#beforeStep = this.#value;
    this.#value = next;
    return true;
  }

  #stepBack(rate: number): void {
    this.#value = this.#beforeStep;
    this.#rate = rate;
  }

  #rest(): void {
    this.#phase = 'hold';
    this.#held = 0;
  }

  #smooth(rate: number): void {
    this.#rate = this.#rate === undefined ? rate : this.#rate + 0.3 * (rate - this.#rate);
  }

  #clamp(value: number): number {
    return Math.min(this.#bounds.max, Math.max(this.#bounds.min, Math.floor(value)));
  }
}
