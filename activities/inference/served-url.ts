import { displayUrl } from './display-url.ts';
import type { ModelServer } from './model-server.ts';

/** Failures in a row after which a URL is set aside; one answer in between starts the count again. */
const FAILURES_IN_A_ROW = 5;
/** Refusals in a row, in the order of sending, that show that a URL takes nothing at present. */
const REFUSALS_IN_A_ROW = 8;
/** So many in a row may be of single requests; then a trial has to show that the key has not been taken away. */
const DOUBTS_IN_A_ROW = 3;
const FIRST_BUSY_PAUSE_MS = 100;
const LONGEST_BUSY_PAUSE_MS = 30_000;

/** One base URL of an endpoint and how it fares. Times are milliseconds handed in by the caller. */
export class ServedUrl {
  readonly server: ModelServer;
  /** For messages: without user, password and query. */
  readonly display: string;
  inFlight = 0;
  #aside = false;
  #failures = 0;
  #pausedUntil = 0;
  #refusals = 0;
  #lastSentAtRefusal = 0;
  /** Number of the newest request that was answered, and how many were refused that were sent after it. */
  #newestAnswered = 0;
  #refusedSince = 0;
  /** Number of the refused request for which it is paused. */
  #pausedFor = 0;
  /** Refusals of single requests since a model last answered, of those that have answered. */
  #doubts = new Map<string, number>();

  constructor(url: string, server: ModelServer) {
    this.server = server;
    this.display = displayUrl(url);
  }

  /** Set aside: it gets no requests until it answers again. */
  get aside(): boolean {
    return this.#aside;
  }

  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** A model of it gave an answer: its key, its fields and its address are right. */
  proved(model: string): void {
    if (this.#doubts.get(model) !== 0) this.#doubts.set(model, 0);
  }

  /** Whether a refusal that may be of one request is of one: the model answers others, lately too. */
  doubted(model: string): boolean {
    const before = this.#doubts.get(model);
    if (before === undefined) return false;
    this.#doubts.set(model, before + 1);
    return before < DOUBTS_IN_A_ROW;
  }

  takes(now: number): boolean {
    return !this.#aside && now >= this.#pausedUntil;
  }

  /** `sent` is the number of the request; undefined for a trial, which is none of ours. */
  answered(sent?: number): void {
    this.#aside = false;
    this.#failures = 0;
    this.#refusals = 0;
    if (sent === undefined || sent <= this.#newestAnswered) return;
    this.#newestAnswered = sent;
    this.#refusedSince = 0;
    // What was taken before the refusals began says nothing; this one was taken after them.
    if (sent > this.#pausedFor) this.#pausedUntil = 0;
  }

  failed(unreachable: boolean): void {
    this.#failures++;
    if (unreachable || this.#failures >= FAILURES_IN_A_ROW) this.setAside();
  }

  setAside(): void {
    this.#aside = true;
  }

  /**
   * It refused a request. Where it refuses all, it is left alone for as long as it asks; where it asks for nothing, not
   * at all the first time (fewer requests in flight are the cure), then 100 ms doubling to 30 s until it answers again.
   * Where it takes others, what it asks for is for this request alone, which waits in any case.
   * `sent` is the number of the refused request and `lastSent` of the newest: a burst of refusals counts once.
   */
  refused(sent: number, lastSent: number, now: number, pauseMs: number | undefined): void {
    if (sent > this.#lastSentAtRefusal) {
      this.#lastSentAtRefusal = lastSent;
      this.#refusals++;
    }
    const asked = pauseMs !== undefined && pauseMs > 0;
    if (asked && this.#takesOthers(sent)) return;
    const pause = asked ? pauseMs : this.#ownPause();
    if (now >= this.#pausedUntil) this.#pausedFor = sent;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
  }

  /** Nothing is known of one that has answered nothing yet: then it refuses all. */
  #takesOthers(sent: number): boolean {
    if (sent < this.#newestAnswered) return true;
    this.#refusedSince++;
    return this.#newestAnswered > 0 && this.#refusedSince < REFUSALS_IN_A_ROW;
  }

  #ownPause(): number {
    if (this.#refusals <= 1) return 0;
    return Math.min(LONGEST_BUSY_PAUSE_MS, FIRST_BUSY_PAUSE_MS * 2 ** Math.min(this.#refusals - 2, 20));
  }
}
