import { AdaptiveLimit } from './adaptive-limit.ts';
import type { ApiKey } from './api-key.ts';
import { EndpointRefused } from './endpoint-refused.ts';
import { faultOf } from './fault-of.ts';
import type { Fault } from './fault.ts';
import type { PendingAsk } from './pending-ask.ts';
import { RequestFailed } from './request-failed.ts';
import { RequestRefused } from './request-refused.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { ServedUrl } from './served-url.ts';
import type { UrlPool } from './url-pool.ts';
import { UrlRevivals } from './url-revivals.ts';

type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

/** One sending of a question, when it comes back without an answer. */
export interface FailedTry {
  readonly ask: PendingAsk;
  readonly url: ServedUrl;
  /** Its number among all requests sent. */
  readonly sent: number;
  /** Requests in flight, itself included. */
  readonly inFlight: number;
  /** No other question is waiting or in flight. */
  readonly alone: boolean;
}

export type Verdict =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'reject'; readonly error: Error }
  | Refusal;

/** All are refused that wait: for this model, or for this endpoint. */
export interface Refusal {
  readonly kind: 'refuse';
  readonly scope: 'model' | 'endpoint';
  readonly errorFor: (model: string) => Error;
}

export interface HealthOptions {
  readonly endpoint: string;
  readonly maxTries: number;
  readonly timeoutMs: number;
  readonly key: ApiKey;
  readonly limit: AdaptiveLimit;
  readonly pool: UrlPool;
  readonly clock: () => number;
  /** A URL is back without any question having been answered: some may go now. */
  readonly onBack: () => void;
}

/** What answers and faults mean for an endpoint's limit and URLs, and for the question that met the fault. */
export class EndpointHealth {
  #options: HealthOptions;
  #revivals: UrlRevivals;
  #answers = 0;
  #lastFault: string | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#revivals = new UrlRevivals({
      timeoutMs: options.timeoutMs,
      onBack: (url) => this.#back(url),
      isBack: (url, error) => this.#showsLife(url, error),
    });
  }

  /** Answers so far, refusals of single requests and trials included: each shows that the endpoint works. */
  get answers(): number {
    return this.#answers;
  }

  get lastFault(): string | undefined {
    return this.#lastFault;
  }

  answered(url: ServedUrl): void {
    this.#alive(url);
    this.#options.limit.answered(this.#options.clock());
  }

  judge(error: unknown, failed: FailedTry): Verdict {
    const { url, ask } = failed;
    const fault = this.#faultOf(error, ask.question.model);
    if (fault.kind === 'unexpected') return { kind: 'reject', error: fault.error };
    if (fault.kind === 'request-refused') return this.#refusedRequest(fault, url);
    if (fault.kind === 'endpoint-refused') return this.#refusedEndpoint(fault, url);
    this.#note(url, fault.text);
    ask.failedOn = url;
    ask.faults++;
    return fault.kind === 'busy' ? this.#busy(fault, failed) : this.#passing(fault, failed);
  }

  /** Questions come again after a time without any. */
  wake(): void {
    this.#revivals.hurry();
  }

  /** No question is left. */
  rest(): void {
    this.#revivals.rest();
  }

  #busy(fault: FaultOf<'busy'>, { ask, url, sent, inFlight }: FailedTry): Verdict {
    const { limit, clock } = this.#options;
    const now = clock();
    if (fault.overload) {
      url.refused(sent, limit.lastSent, now, fault.pauseMs);
      limit.refused(sent, inFlight, now, fault.pauseMs);
      return { kind: 'retry', delayMs: 0 };
    }
    limit.struggled(sent, inFlight, now);
    this.#setBack(url, ask, false);
    return { kind: 'retry', delayMs: this.#delay(ask) };
  }

  /**
   * A try counts only if the endpoint answered something since the last one that did: an outage uses up no request's
   * tries, a prompt that no try gets through does.
   */
  #passing(fault: FaultOf<'passing'>, { ask, url, sent, inFlight, alone }: FailedTry): Verdict {
    const { limit, clock, maxTries, endpoint } = this.#options;
    if (fault.late) limit.struggled(sent, inFlight, clock());
    const counts = this.#answers > (ask.answersSeen ?? 0);
    if (counts) {
      ask.tries++;
      ask.answersSeen = this.#answers;
    }
    // With no other question there to show whether the endpoint works, a trial has to; but once may be bad luck.
    this.#setBack(url, ask, fault.unreachable || (alone && !counts && ask.faults > 1));
    if (ask.tries < maxTries) return { kind: 'retry', delayMs: this.#delay(ask) };
    const { status, text: reason } = fault;
    const error = new RequestFailed({ endpoint, url: url.display, tries: ask.tries, status, reason });
    return { kind: 'reject', error };
  }

  #refusedRequest({ status, word, text }: FaultOf<'request-refused'>, url: ServedUrl): Verdict {
    this.answered(url);
    const { endpoint } = this.#options;
    const error = new RequestRefused({ endpoint, url: url.display, status, kind: word, reason: text });
    return { kind: 'reject', error };
  }

  #refusedEndpoint({ status, scope, problem, fix }: FaultOf<'endpoint-refused'>, url: ServedUrl): Verdict {
    this.#note(url, problem);
    const { endpoint } = this.#options;
    const errorFor = (model: string) =>
      new EndpointRefused({ endpoint, url: url.display, status, model, problem, fix });
    return { kind: 'refuse', scope, errorFor };
  }

  #setBack(url: ServedUrl, ask: PendingAsk, atOnce: boolean): void {
    url.failed(atOnce);
    if (url.aside) this.#revivals.begin(url, ask.question);
  }

  /** At once where another URL can take it. */
  #delay(ask: PendingAsk): number {
    const { pool, clock } = this.#options;
    const other = pool.pick(clock(), ask.failedOn);
    return other !== undefined && other !== ask.failedOn ? 0 : retryDelayMs(ask.faults);
  }

  #alive(url: ServedUrl): void {
    this.#answers++;
    if (url.aside) this.#revivals.end(url);
    url.answered();
  }

  #back(url: ServedUrl): void {
    const { pool, limit, clock, onBack } = this.#options;
    const allWereDown = pool.urls.every(({ aside }) => aside);
    this.#alive(url);
    if (allWereDown) limit.restart(clock());
    onBack();
  }

  #showsLife(url: ServedUrl, error: unknown): boolean {
    const fault = this.#faultOf(error, '');
    if (fault.kind === 'busy') return fault.status === 429;
    if (fault.kind !== 'passing') return true;
    this.#note(url, fault.text);
    return false;
  }

  #faultOf(error: unknown, model: string): Fault {
    const { key, timeoutMs } = this.#options;
    return faultOf(error, { key, model, timeoutMs });
  }

  #note(url: ServedUrl, text: string): void {
    this.#lastFault = `${url.display}: ${text}`;
  }
}
