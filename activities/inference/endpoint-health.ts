import type { Question } from '../../schemas/inference/question.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import type { ApiKey } from './api-key.ts';
import { EndpointRefused } from './endpoint-refused.ts';
import { faultOf } from './fault-of.ts';
import type { Fault } from './fault.ts';
import type { PendingAsk } from './pending-ask.ts';
import { RecentSendings } from './recent-sendings.ts';
import { RefusalSpell } from './refusal-spell.ts';
import { RequestFailed } from './request-failed.ts';
import { RequestRefused } from './request-refused.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { ServedUrl } from './served-url.ts';
import type { UrlPool } from './url-pool.ts';
import { trialOf } from './trial-question.ts';
import { UrlRevivals } from './url-revivals.ts';

type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

/** What is said of a request that is refused for itself. */
type OfOne = Pick<FaultOf<'request-refused'>, 'status' | 'word' | 'text'>;

/** What a trial of a URL shows of a refusal. */
type Shown = 'answered' | 'refused' | 'nothing';

/** One sending of a question or a batch of them. */
export interface Sending {
  readonly url: ServedUrl;
  /** Its number among all requests sent. */
  readonly sent: number;
  /** Requests in flight when it was sent, itself included. */
  readonly among: number;
}

/** A sending, when it comes back without an answer. */
export interface FailedTry extends Sending {
  /** Those that wanted an answer when it came back. */
  readonly asks: readonly PendingAsk[];
  /** Requests in flight, itself included. */
  readonly inFlight: number;
  /** No other question is waiting or in flight. */
  readonly alone: boolean;
}

/** All are sent again; after a split, in requests of half the size. */
export interface Retry {
  readonly kind: 'retry';
  readonly delayMs: number;
  readonly split: boolean;
}

export type Settled = Retry | { readonly kind: 'reject'; readonly error: Error } | Refusal;
export type Verdict = Settled | Doubt;

/** It may be refused alone or with all others: a trial of the URL tells. */
export interface Doubt {
  readonly kind: 'doubt';
  /** Asks the trial; for those that still want an answer then. */
  readonly settle: (asks: readonly PendingAsk[]) => Settled;
  readonly shown: Promise<void>;
}

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
  #trials = new Map<string, Promise<Shown>>();
  #sendings = new RecentSendings();
  #spell = new RefusalSpell();
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

  /** Answers a second while it refuses much of what it is asked. `left` where a URL is left alone, as it asked. */
  limitedTo(now: number, left: boolean): number | undefined {
    return this.#spell.limitedTo(now) ?? (left ? this.#spell.rate(now) : undefined);
  }

  /** To be called for each sending; `among` how many are in flight, itself included. */
  sending(url: ServedUrl, among: number): Sending {
    const sent = this.#options.limit.sent();
    this.#sendings.sent(sent, among);
    return { url, sent, among };
  }

  /** @param model that gave an answer; undefined where it refused one request */
  answered({ url, sent }: Sending, model?: string): void {
    const now = this.#options.clock();
    this.#alive(url, sent);
    if (model !== undefined) url.proved(model);
    this.#spell.answered(now);
    this.#options.limit.answered(now);
  }

  judge(error: unknown, failed: FailedTry): Verdict {
    const { url, asks } = failed;
    const [first] = asks;
    const fault = this.#faultOf(error, first?.question);
    if (fault.kind === 'unexpected') return { kind: 'reject', error: fault.error };
    if (fault.kind === 'request-refused') return this.#refusedRequest(fault, failed);
    if (fault.kind === 'endpoint-refused') return this.#refusedForAll(fault, failed);
    this.#note(url, fault.text);
    for (const ask of asks) {
      ask.failedOn = url;
      ask.faults++;
    }
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

  #busy(fault: FaultOf<'busy'>, { asks, url, sent, among, inFlight }: FailedTry): Verdict {
    const { limit, clock } = this.#options;
    const now = clock();
    if (fault.overload) {
      this.#spell.refused(now);
      this.#sendings.refused(sent);
      // Without a pause of its own the request comes again at once, and fewer in flight are all that slows it down.
      const ofItself = (fault.pauseMs ?? 0) > 0 && this.#sendings.takesSome(sent, among);
      url.refused(sent, limit.lastSent, now, fault.pauseMs);
      if (!ofItself) limit.refused(sent, inFlight, now, fault.pauseMs);
      const delayMs = this.#another(asks) ? 0 : (fault.pauseMs ?? 0);
      return { kind: 'retry', delayMs, split: false };
    }
    limit.struggled(sent, inFlight, now);
    this.#setBack(url, asks, false);
    return { kind: 'retry', delayMs: this.#delay(asks), split: false };
  }

  /**
   * A try counts only if the endpoint answered something since the last one that did: an outage uses up no request's
   * tries, a prompt that no try gets through does. A batch is split then: one of its texts may be the cause, and until
   * that one is alone the try counts against none of them.
   */
  #passing(fault: FaultOf<'passing'>, { asks, url, sent, inFlight, alone }: FailedTry): Settled {
    const { limit, clock, maxTries, endpoint } = this.#options;
    if (fault.late) limit.struggled(sent, inFlight, clock());
    const seen = Math.min(...asks.map(({ answersSeen }) => answersSeen ?? 0));
    const counts = this.#answers > seen;
    for (const ask of counts ? asks : []) {
      if (asks.length === 1) ask.tries++;
      ask.answersSeen = this.#answers;
    }
    // With no other question there to show whether the endpoint works, a trial has to; but once may be bad luck.
    const faults = Math.max(...asks.map((ask) => ask.faults));
    this.#setBack(url, asks, fault.unreachable || (alone && !counts && faults > 1));
    const tries = Math.max(...asks.map((ask) => ask.tries));
    if (tries < maxTries) {
      const delayMs = this.#delay(asks);
      // Halves are new requests: with the whole one's delays, a bad text would hold up its companions for minutes.
      if (counts && asks.length > 1) for (const ask of asks) ask.faults = 0;
      return { kind: 'retry', delayMs, split: counts };
    }
    const { status, text: reason } = fault;
    const error = new RequestFailed({ endpoint, url: url.display, tries, status, reason });
    return { kind: 'reject', error };
  }

  #refusedForAll(fault: FaultOf<'endpoint-refused'>, failed: FailedTry): Verdict {
    const { asks, url } = failed;
    const [first] = asks;
    if (!fault.perhapsOfOne || first === undefined) return this.#refusedEndpoint(fault, url);
    if (url.doubted(first.question.model)) return this.#refusedRequest(fault, failed);
    this.#note(url, fault.problem);
    const trial = this.#trial(url, first);
    let shown: Shown = 'nothing';
    return {
      kind: 'doubt',
      shown: trial.then((found) => void (shown = found)),
      settle: (left) => {
        if (shown === 'refused') return this.#refusedEndpoint(fault, url);
        if (shown === 'answered') return this.#refusedRequest(fault, { ...failed, asks: left });
        for (const ask of left) ask.faults++;
        const { status, problem: text } = fault;
        const none = { unreachable: false, late: false, unusable: false };
        return this.#passing({ kind: 'passing', status, text, ...none }, { ...failed, asks: left });
      },
    };
  }

  /** Asks a model of a URL the least that shows whether it answers; once for all that want to know at a time. */
  #trial(url: ServedUrl, { question, manner }: PendingAsk): Promise<Shown> {
    const key = `${url.server.base}\n${question.model}`;
    const known = this.#trials.get(key);
    if (known !== undefined) return known;
    const trial = url.server
      .answers([trialOf(question)], undefined, manner)
      .then(
        (): Shown => 'answered',
        (error: unknown) => shownBy(this.#faultOf(error, question)),
      )
      .then((shown) => {
        this.#trials.delete(key);
        if (shown === 'answered') {
          this.#alive(url);
          url.proved(question.model);
        }
        return shown;
      });
    this.#trials.set(key, trial);
    return trial;
  }

  #refusedRequest({ status, word, text }: OfOne, failed: FailedTry): Settled {
    const { asks, url } = failed;
    this.answered(failed);
    if (asks.length > 1) return { kind: 'retry', delayMs: 0, split: true };
    const { endpoint } = this.#options;
    const error = new RequestRefused({ endpoint, url: url.display, status, kind: word, reason: text });
    return { kind: 'reject', error };
  }

  #refusedEndpoint({ status, scope, problem, fix }: FaultOf<'endpoint-refused'>, url: ServedUrl): Refusal {
    this.#note(url, problem);
    const { endpoint } = this.#options;
    const errorFor = (model: string) =>
      new EndpointRefused({ endpoint, url: url.display, status, model, problem, fix });
    return { kind: 'refuse', scope, errorFor };
  }

  #setBack(url: ServedUrl, [first]: readonly PendingAsk[], atOnce: boolean): void {
    url.failed(atOnce);
    if (url.aside && first !== undefined) this.#revivals.begin(url, first);
  }

  /** At once where another URL can take it. */
  #delay(asks: readonly PendingAsk[]): number {
    return this.#another(asks) ? 0 : retryDelayMs(asks[0]?.faults ?? 1);
  }

  /** Whether a URL takes requests that is not the one that just failed this. */
  #another([first]: readonly PendingAsk[]): boolean {
    const { pool, clock } = this.#options;
    const other = pool.pick(clock(), first?.failedOn);
    return other !== undefined && other !== first?.failedOn;
  }

  #alive(url: ServedUrl, sent?: number): void {
    this.#answers++;
    if (url.aside) this.#revivals.end(url);
    url.answered(sent);
  }

  #back(url: ServedUrl): void {
    const { pool, limit, clock, onBack } = this.#options;
    const allWereDown = pool.urls.every(({ aside }) => aside);
    this.#alive(url);
    if (allWereDown) limit.restart(clock());
    onBack();
  }

  #showsLife(url: ServedUrl, error: unknown): boolean {
    const fault = this.#faultOf(error);
    if (fault.kind === 'busy') return fault.status === 429;
    if (fault.kind !== 'passing') return true;
    this.#note(url, fault.text);
    return false;
  }

  #faultOf(error: unknown, question?: Question): Fault {
    const { key, timeoutMs } = this.#options;
    return faultOf(error, { key, timeoutMs, model: question?.model ?? '', api: question?.api ?? 'chat' });
  }

  #note(url: ServedUrl, text: string): void {
    this.#lastFault = `${url.display}: ${text}`;
  }
}

function shownBy({ kind }: Fault): Shown {
  if (kind === 'endpoint-refused') return 'refused';
  // It took the key and the address, and dislikes the trial's text.
  return kind === 'request-refused' ? 'answered' : 'nothing';
}
