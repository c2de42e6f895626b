import { displayUrl } from './display-url.ts';
import type { ModelServer } from './model-server.ts';

/** Failures in a row after which a URL is set aside; one answer in between starts the count again. */
const FAILURES_IN_A_ROW = 5;
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

  takes(now: number): boolean {
    return !this.#aside && now >= this.#pausedUntil;
  }

  answered(): void {
    this.#aside = false;
    this.#failures = 0;
    this.#refusals = 0;
  }

  failed(unreachable: boolean): void {
    this.#failures++;
    if (unreachable || this.#failures >= FAILURES_IN_A_ROW) this.setAside();
  }

  setAside(): void {
    this.#aside = true;
  }

  /**
   * It is too much for this URL. It is left alone for as long as it asks; where it asks for nothing, not at all the
   * first time (fewer requests in flight are the cure), then 100 ms doubling to 30 s until it answers again.
   * `sent` is the number of the refused request and `lastSent` of the newest: a burst of refusals counts once.
   */
  refused(sent: number, lastSent: number, now: number, pauseMs: number | undefined): void {
    if (sent > this.#lastSentAtRefusal) {
      this.#lastSentAtRefusal = lastSent;
      this.#refusals++;
    }
    const pause = pauseMs === undefined || pauseMs === 0 ? this.#ownPause() : pauseMs;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
  }

  #ownPause(): number {
    if (this.#refusals <= 1) return 0;
    return Math.min(LONGEST_BUSY_PAUSE_MS, FIRST_BUSY_PAUSE_MS * 2 ** Math.min(this.#refusals - 2, 20));
  }
}
