import type { Endpoint } from '../../schemas/inference/endpoint.ts';
import type { Answer, Question } from '../../schemas/inference/question.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Admission } from './admission.ts';
import type { BatchEndpoint } from './batch-api/batch-endpoint.ts';
import { BatchQueue } from './batch-queue.ts';
import { apiKeyOf, keyProblem, type ApiKey } from './api-key.ts';
import { Cancellation } from './cancellation.ts';
import { displayUrl } from './display-url.ts';
import {
  EndpointHealth,
  type Doubt,
  type FailedTry,
  type Refusal,
  type Retry,
  type Settled,
} from './endpoint-health.ts';
import { EndpointRefused } from './endpoint-refused.ts';
import { faultOf } from './fault-of.ts';
import type { EndpointState } from './endpoint-state.ts';
import type { BatchLimits } from './batch-limits.ts';
import { InferenceClosed } from './inference-closed.ts';
import { ModelServer } from './model-server.ts';
import { plainly, type Manner } from './manner.ts';
import type { Flight, Pause, PendingAsk } from './pending-ask.ts';
import { charactersOf } from './question-size.ts';
import { RateLimit, tokensExpected } from './rate-limit.ts';
import { routeOf } from './route-of.ts';
import { ServedUrl } from './served-url.ts';
import { UrlPool } from './url-pool.ts';
import { heldAfterStandstill } from './standstill.ts';

/** The trial of a URL that was set aside comes on top of the limit. */
const CONNECTIONS_FOR_TRIALS = 2;

/**
 * Requests whose rows stand ready for the places that come free. With as many as there are places the endpoint was no
 * fuller, and what a row holds was copied by the garbage collector twice.
 */
function nextOf(places: number): number {
  return Math.max(1, places / 4);
}

export interface SchedulerOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

/** Sends an endpoint's questions in turn, as many at once as it bears, to the URLs that are well. */
export class EndpointScheduler {
  #name: string;
  #urls: string;
  #tries: { readonly maxTries: number; readonly timeoutMs: number };
  #clock: () => number;
  #key: ApiKey;
  #limit: AdaptiveLimit;
  #pool: UrlPool;
  #rates: RateLimit | undefined;
  #health: EndpointHealth;
  #queue = new BatchQueue();
  #admission = new Admission(() => this.#limit.value + nextOf(this.#limit.value));
  /** All whose promise is not settled. */
  #asks = new Set<PendingAsk>();
  #cancellation = new Cancellation<PendingAsk>((ask, reason) => this.#drop(ask, reason));
  #arrivals = 0;
  /** Requests under way, and the questions in them. */
  #inFlight = 0;
  #sent = 0;
  #wake: NodeJS.Timeout | undefined;
  #waitingSince: number | undefined;
  #closed = false;
  #held = false;
  #onIdle: () => void = () => undefined;
  #pumping = false;

  constructor(name: string, endpoint: Endpoint, { env, clock }: SchedulerOptions) {
    const { urls, concurrency, maxTries } = endpoint;
    const timeoutMs = endpoint.timeoutSeconds * 1000;
    const key = apiKeyOf(endpoint, env);
    const connections = concurrency.max + CONNECTIONS_FOR_TRIALS;
    const server = { key, timeoutMs, connections, query: endpoint.query };
    const pool = new UrlPool(
      urls.map(
        (url) => new ServedUrl(url, new ModelServer(url, { ...server, ...routeOf(url, endpoint, env) })),
      ),
    );
    const limit = new AdaptiveLimit({ ...concurrency, timeoutMs }, clock());
    const onBack = () => this.#pump();
    this.#rates = ratesOf(endpoint, clock());
    this.#name = name;
    this.#urls = urls.map(displayUrl).join(', ');
    this.#tries = { maxTries, timeoutMs };
    this.#clock = clock;
    this.#key = key;
    this.#pool = pool;
    this.#limit = limit;
    this.#health = new EndpointHealth({
      endpoint: name,
      maxTries,
      timeoutMs,
      key,
      limit,
      pool,
      clock,
      onBack,
    });
  }

  /** Rejects with RequestFailed, RequestRefused, EndpointRefused, InferenceClosed or the signal's reason. */
  ask(
    question: Question,
    signal: AbortSignal,
    order: number,
    batch?: BatchLimits,
    manner: Manner = plainly,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#admit(question, signal);
      const arrival = this.#arrivals++;
      const counts = { faults: 0, tries: 0, answersSeen: undefined, failedOn: undefined };
      const rank = { order, arrival, retried: false };
      const ask: PendingAsk = {
        question,
        manner,
        signal,
        resolve,
        reject,
        ...rank,
        batch,
        characters: batch === undefined ? 0 : charactersOf(question),
        most: Infinity,
        place: { at: 'queue' },
        ...counts,
      };
      if (this.#asks.size === 0) this.#health.wake();
      this.#asks.add(ask);
      this.#cancellation.add(signal, ask);
      this.#queue.push(ask);
      // Those that arrive together travel together.
      if (batch === undefined) this.#pump();
      else this.#pumpSoon();
    });
  }

  /** Waits until a further row may begin to ask; the result is to be called when it is done. */
  enter(signal: AbortSignal, order: number, perRequest = 1): Promise<() => void> {
    return this.#admission.enter(order, signal, perRequest);
  }

  /** Its URLs as the Batch API is spoken to them; their batches do not count as requests in flight. */
  batchApi(): BatchEndpoint {
    const { maxTries, timeoutMs } = this.#tries;
    return {
      name: this.#name,
      urls: this.#pool.urls.map(({ display, server }) => ({ url: display, server: server.batches() })),
      maxTries,
      faultOf: (error, { model, api }) => faultOf(error, { key: this.#key, model, api, timeoutMs }),
    };
  }

  state(): EndpointState {
    const now = this.#clock();
    const waits = this.#waitingSince !== undefined;
    const left = waits && this.#pool.urls.some(({ aside, pausedUntil }) => !aside && pausedUntil > now);
    return {
      endpoint: this.#name,
      limit: this.#limit.value,
      inFlight: this.#inFlight,
      queued: Math.max(0, this.#asks.size - this.#sent),
      urls: this.#pool.urls.map(({ display, aside, inFlight, pausedUntil }) => {
        return {
          url: display,
          healthy: !aside,
          inFlight,
          pausedMs: Math.max(0, Math.round(pausedUntil - now)),
        };
      }),
      waitingSince: this.#waitingSince,
      limitedTo: this.#health.limitedTo(now, left),
      lastFault: this.#health.lastFault,
    };
  }

  /** Sends nothing more; resolves when what is on its way has come back. */
  async hold(): Promise<void> {
    this.#held = true;
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const ask of this.#asks) this.#drop(ask, new InferenceClosed());
    this.#health.rest();
    await Promise.all(this.#pool.urls.map(({ server }) => server.close()));
  }

  #admit({ model }: Question, signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#closed) throw new InferenceClosed();
    const problem = keyProblem(this.#key);
    if (problem === undefined) return;
    throw new EndpointRefused({
      endpoint: this.#name,
      url: this.#urls,
      model,
      status: undefined,
      ...problem,
    });
  }

  /**
   * Sends what may be sent once all answers that have arrived by now are taken in: a burst of them must reach the
   * journal before anything else is done, since a `kill -9` loses those that have not.
   */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  /** Sends what may be sent. To be called after every change that could let a request go. */
  #pump(): void {
    if (this.#held) return;
    const held = heldAfterStandstill();
    if (held > 0) {
      clearTimeout(this.#wake);
      this.#wake = setTimeout(() => this.#pump(), held);
      return;
    }
    const now = this.#clock();
    let ask = this.#queue.peek();
    let noUrl = false;
    let pacedMs = 0;
    while (ask !== undefined && this.#inFlight < this.#limit.value) {
      if (this.#rates !== undefined) pacedMs = this.#rates.waitMs(expectedOf([ask]), now);
      if (pacedMs > 0) break;
      const url = this.#pool.pick(now, ask.failedOn);
      noUrl = url === undefined;
      if (url === undefined) break;
      void this.#send(this.#queue.pop(), url);
      ask = this.#queue.peek();
    }
    this.#limit.filled(this.#inFlight >= this.#limit.value, now);
    this.#wait(noUrl, now, pacedMs);
  }

  /** Makes it visible that requests wait for a URL, and wakes up at the end of the first pause. */
  #wait(noUrl: boolean, now: number, pacedMs = 0): void {
    clearTimeout(this.#wake);
    // Or all of them wait for their own next try.
    const waits = noUrl || (this.#inFlight === 0 && this.#asks.size > 0 && pacedMs === 0);
    this.#waitingSince = waits ? (this.#waitingSince ?? Date.now()) : undefined;
    const until = noUrl ? this.#pool.endOfPause() : undefined;
    const next = until === undefined ? pacedMs : Math.max(1, Math.ceil(until - now));
    if (next > 0) this.#wake = setTimeout(() => this.#pump(), next);
  }

  async #send(asks: readonly PendingAsk[], url: ServedUrl): Promise<void> {
    const flight: Flight = { controller: new AbortController(), asks: new Set(asks) };
    for (const ask of asks) {
      ask.place = { at: 'server', flight };
      ask.answersSeen ??= this.#health.answers;
    }
    const sending = this.#health.sending(url, ++this.#inFlight);
    this.#sent += asks.length;
    const expected = this.#rates === undefined ? 0 : expectedOf(asks);
    this.#rates?.sent(expected, this.#clock());
    url.inFlight++;
    try {
      const questions = asks.map(({ question }) => question);
      const answers = await url.server.answers(questions, flight.controller.signal, asks[0]?.manner);
      this.#health.answered(sending, asks[0]?.question.model);
      this.#rates?.cost(expected, costOf(answers, expected), this.#clock());
      asks.forEach((ask, at) => this.#answered(ask, answers[at]));
    } catch (error) {
      // One that was taken back is settled already, and says nothing about the URL.
      const alone = this.#asks.size === flight.asks.size;
      const failed = { ...sending, asks: [...flight.asks], inFlight: this.#inFlight, alone };
      if (!flight.controller.signal.aborted) this.#failed(error, failed);
    } finally {
      this.#inFlight--;
      this.#sent -= asks.length;
      url.inFlight--;
      if (this.#held && this.#inFlight === 0) this.#onIdle();
      this.#pumpSoon();
    }
  }

  #answered(ask: PendingAsk, answer: Answer | undefined): void {
    if (answer !== undefined && this.#forget(ask)) ask.resolve(answer);
  }

  #failed(error: unknown, failed: FailedTry): void {
    const verdict = this.#health.judge(error, failed);
    if (verdict.kind === 'doubt') void this.#doubt(failed.asks, verdict);
    else this.#settle(failed.asks, verdict);
  }

  /** They wait for what a trial of the URL shows. */
  async #doubt(failed: readonly PendingAsk[], { shown, settle }: Doubt): Promise<void> {
    const asks = new Set(failed.filter((ask) => this.#asks.has(ask)));
    const pause = { end: () => undefined, asks };
    for (const ask of asks) ask.place = { at: 'pause', pause };
    await shown;
    const left = [...asks];
    if (left.length > 0) this.#settle(left, settle(left));
  }

  #settle(asks: readonly PendingAsk[], verdict: Settled): void {
    if (verdict.kind === 'refuse') this.#refuse(asks, verdict);
    else if (verdict.kind === 'reject') for (const ask of asks) this.#drop(ask, verdict.error);
    else this.#retry(asks, verdict);
  }

  /** The same would happen to all that wait for this model, or for this endpoint. */
  #refuse(asks: readonly PendingAsk[], { scope, errorFor }: Refusal): void {
    const model = asks[0]?.question.model;
    const concerned = this.#queue.drain(({ question }) => scope === 'endpoint' || question.model === model);
    for (const each of [...asks, ...concerned]) {
      if (this.#forget(each)) each.reject(errorFor(each.question.model));
    }
  }

  /** Back to the head of the queue: its row may be the last that a shard waits for. */
  #retry(failed: readonly PendingAsk[], { delayMs, split }: Retry): void {
    const asks = failed.filter((ask) => this.#asks.has(ask));
    for (const ask of asks) {
      ask.retried = true;
      if (split) ask.most = Math.max(1, Math.ceil(asks.length / 2));
    }
    if (delayMs === 0) {
      this.#requeue(asks);
      this.#pump();
    } else if (asks.length > 0) this.#pause(asks, delayMs);
  }

  #requeue(asks: Iterable<PendingAsk>): void {
    for (const ask of asks) {
      ask.place = { at: 'queue' };
      this.#queue.push(ask);
    }
  }

  #pause(asks: readonly PendingAsk[], delayMs: number): void {
    const waiting = new Set(asks);
    const timer = setTimeout(() => {
      this.#requeue(waiting);
      this.#pumpSoon();
    }, delayMs);
    const pause = { end: () => clearTimeout(timer), asks: waiting };
    for (const ask of asks) ask.place = { at: 'pause', pause };
  }

  /** Takes a question back: out of the queue, or off the server, which sees the connection close. */
  #drop(ask: PendingAsk, reason: unknown): void {
    if (!this.#forget(ask)) return;
    const { place } = ask;
    if (place.at === 'queue') this.#queue.remove(ask);
    else if (place.at === 'pause') this.#giveUp(ask, place.pause);
    else this.#leave(ask, place.flight);
    ask.reject(reason);
  }

  #giveUp(ask: PendingAsk, { asks, end }: Pause): void {
    asks.delete(ask);
    if (asks.size === 0) end();
  }

  /** Others of the same request still want their answers. */
  #leave(ask: PendingAsk, { asks, controller }: Flight): void {
    asks.delete(ask);
    if (asks.size === 0) controller.abort();
  }

  /** False where it is settled already. */
  #forget(ask: PendingAsk): boolean {
    if (!this.#asks.delete(ask)) return false;
    this.#cancellation.remove(ask.signal, ask);
    if (this.#asks.size === 0) {
      this.#health.rest();
      this.#wait(false, this.#clock());
    }
    return true;
  }
}

/** The part of an endpoint's limits that is this process's. */
function ratesOf({ rpm, tpm, processes = 1 }: Endpoint, now: number): RateLimit | undefined {
  if (rpm === undefined && tpm === undefined) return undefined;
  const part = (limit: number | undefined) => (limit === undefined ? undefined : limit / processes);
  return new RateLimit({ rpm: part(rpm), tpm: part(tpm) }, now);
}

function expectedOf(asks: readonly PendingAsk[]): number {
  return asks.reduce((sum, { question }) => {
    const most = 'task' in question ? 0 : (question.maxTokens ?? 0);
    return sum + tokensExpected(charactersOf(question), most);
  }, 0);
}

/** What the server counted; what was expected where it counts nothing. */
function costOf(answers: readonly Answer[], expected: number): number {
  const counted = answers.reduce((sum, { usage }) => sum + usage.promptTokens + usage.completionTokens, 0);
  return counted === 0 ? expected : counted;
}
