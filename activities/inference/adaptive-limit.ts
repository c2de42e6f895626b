import { ThroughputRound, type RoundResult } from './throughput-round.ts';

/** Twice the requests for less than a quarter more answers: the endpoint is full, or close to it. */
const WORTH_DOUBLING = 1.25;
/** Fewer answers than before the step: the endpoint thrashes (a GPU that swaps its cache), so the step is taken back. */
const THRASHING = 0.9;
/** What is kept of a step that brought little: the server has the next request at hand when it ends one. */
const HEADROOM = 1.25;
const PROBE_STEP = 1.5;
/** A probe is weighed against noise of a few percent: taking it for a gain would ratchet the limit up to its max. */
const WORTH_PROBING = 1.1;
const FIRST_PROBE_AFTER = 8;
const LAST_PROBE_AFTER = 64;
const DECREASE = 0.75;
/** How close to the number that was refused the limit goes back by itself. */
const BELOW_CEILING = 0.95;
/** A stray 503 or hang is no overload; one for every four requests of a round is. */
const STRUGGLING_SHARE = 0.25;
const FEWEST_STRUGGLES = 2;
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
  /** Kept whole: the rate before it was measured while connections were opened and code was cold. */
  #firstStep: number;
  #ceiling: number;
  #held = 0;
  #probeAfter = FIRST_PROBE_AFTER;
  #noProbeBefore = 0;
  #sent = 0;
  #sentAtDecrease = 0;
  #inFlightAtDecrease = 0;
  #refusedAtDecrease = 0;
  #struggles = 0;
  #answersBetween = 0;

  constructor(bounds: LimitBounds, now: number) {
    const max = Math.max(bounds.min, bounds.max);
    this.#bounds = { ...bounds, max };
    this.#value = Math.min(Math.max(bounds.initial, bounds.min), max);
    this.#beforeStep = this.#value;
    this.#firstStep = this.#value * 2;
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
    if (++this.#answersBetween >= this.#value) this.#calm();
    const result = this.#round.answered(now);
    if (result === undefined) return;
    this.#decide(result, now);
    this.#round.start(this.#value, now);
  }

  /** A 429, or another plain word that this is too much; `pauseMs` is what it asked for. */
  refused(sent: number, inFlight: number, now: number, pauseMs = 0): void {
    this.#noProbeBefore = Math.max(this.#noProbeBefore, now + pauseMs * PAUSES_APART);
    if (sent > this.#sentAtDecrease) this.#decrease(inFlight, now);
    // What a burst of refusals leaves over is what the endpoint took.
    this.#refusedAtDecrease++;
    this.#ceiling = this.#clamp(this.#inFlightAtDecrease - this.#refusedAtDecrease);
  }

  /** A 503, 504 or timeout: one is bad luck, many are too much load. */
  struggled(sent: number, inFlight: number, now: number): void {
    if (sent <= this.#sentAtDecrease) return;
    if (++this.#struggles > Math.max(FEWEST_STRUGGLES, this.#value * STRUGGLING_SHARE)) {
      this.refused(sent, inFlight, now);
    }
  }

  /** The endpoint is back after an outage: what was learnt before it may no longer hold. */
  restart(now: number): void {
    this.#phase = 'start';
    this.#rate = undefined;
    this.#calm();
    this.#probeAfter = FIRST_PROBE_AFTER;
    this.#round.start(this.#value, now);
  }

  /** Once a round trip: requests that were sent before it say nothing about the lower limit. */
  #decrease(inFlight: number, now: number): void {
    const taken = Math.min(this.#value, inFlight);
    const stepped = this.#phase === 'probe' || (this.#phase === 'start' && this.#beforeStep < this.#value);
    if (this.#phase === 'probe') this.#probeAfter = Math.min(LAST_PROBE_AFTER, this.#probeAfter * 2);
    if (this.#phase === 'hold') this.#probeAfter = FIRST_PROBE_AFTER;
    // Before a step the endpoint took them all.
    this.#value = stepped ? this.#beforeStep : this.#clamp(taken * DECREASE);
    this.#sentAtDecrease = this.#sent;
    this.#inFlightAtDecrease = taken;
    this.#refusedAtDecrease = 0;
    this.#phase = 'recover';
    this.#rate = undefined;
    this.#calm();
    this.#round.start(this.#value, now);
  }

  #calm(): void {
    this.#struggles = 0;
    this.#answersBetween = 0;
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
    else
      this.#value = Math.min(this.#value, Math.max(this.#firstStep, Math.ceil(this.#beforeStep * HEADROOM)));
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

  /** Halfway back each round to what the endpoint took. */
  #creep(round: RoundResult): void {
    this.#smooth(round.rate);
    const top = this.#clamp(this.#ceiling * BELOW_CEILING);
    if (this.#value < top) this.#value = Math.ceil((this.#value + top) / 2);
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
