import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from '../../schemas/inference/endpoint.ts';
import type { Answer, Question } from '../../schemas/inference/question.ts';
import { digestOf } from '../digest.ts';
import type { BatchEndpoint } from './batch-api/batch-endpoint.ts';
import type { BatchLimits } from './batch-limits.ts';
import { EndpointScheduler } from './endpoint-scheduler.ts';
import type { EndpointState } from './endpoint-state.ts';
import { InferenceClosed } from './inference-closed.ts';
import type { Manner } from './manner.ts';

export interface AskOptions {
  /** Takes the question back: out of the queue, or off the server. */
  readonly signal: AbortSignal;
  /**
   * Lower goes first; first come, first served within an order.
   * @default 0
   */
  readonly order?: number;
  /** For a service, whose requests take many questions. */
  readonly batch?: BatchLimits;
  /**
   * How the role's questions travel.
   * @default as most servers take them
   */
  readonly manner?: Manner;
}

/** One per process: all activities share an endpoint's queue and limit. */
export interface Inference {
  /**
   * Asks as soon as the endpoint has room, and again after passing faults; waits as long as the endpoint is down.
   * Rejects with
   * - RequestRefused or RequestFailed where this one request cannot be answered: its row is to be rejected;
   * - EndpointRefused where no request can until a person mends something;
   * - InferenceClosed, or the reason of `signal`.
   */
  ask(endpointName: string, endpoint: Endpoint, question: Question, options: AskOptions): Promise<Answer>;
  /**
   * Waits until a further row may begin to ask this endpoint; to be called back when the row is done. Keeps the queue
   * filled without holding the prompts of whole shards in memory.
   */
  enter(endpointName: string, endpoint: Endpoint, options: AskOptions): Promise<() => void>;
  /** Where batches of an endpoint are made, for roles of `transport: batch`. */
  batchApi(endpointName: string, endpoint: Endpoint): BatchEndpoint;
  /** How each endpoint fares that was asked so far. */
  states(): EndpointState[];
  /** Sends nothing more, and waits so long for what is on its way: answers that are paid for are taken along. */
  hold(milliseconds: number): Promise<void>;
  /** Takes all questions back and closes all connections. */
  close(): Promise<void>;
}

export interface InferenceOptions {
  /**
   * Where the API keys are.
   * @default process.env
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Milliseconds that only go forward.
   * @default performance.now
   */
  readonly clock?: () => number;
}

export function createInference(options: InferenceOptions = {}): Inference {
  const { env = process.env, clock = () => performance.now() } = options;
  const schedulers = new Map<string, EndpointScheduler>();
  // A build hands in the same object again and again.
  const known = new WeakMap<Endpoint, EndpointScheduler>();
  let closed = false;

  function schedulerOf(name: string, endpoint: Endpoint): EndpointScheduler {
    const digest = digestOf(endpoint);
    const scheduler = schedulers.get(digest) ?? new EndpointScheduler(name, endpoint, { env, clock });
    schedulers.set(digest, scheduler);
    known.set(endpoint, scheduler);
    return scheduler;
  }

  return {
    async ask(endpointName, endpoint, question, { signal, order = 0, batch, manner }) {
      if (closed) throw new InferenceClosed();
      const scheduler = known.get(endpoint) ?? schedulerOf(endpointName, endpoint);
      return scheduler.ask(question, signal, order, batch, manner);
    },
    async enter(endpointName, endpoint, { signal, order = 0, batch }) {
      const scheduler = known.get(endpoint) ?? schedulerOf(endpointName, endpoint);
      return scheduler.enter(signal, order, batch?.rows);
    },
    batchApi(endpointName, endpoint) {
      return (known.get(endpoint) ?? schedulerOf(endpointName, endpoint)).batchApi();
    },
    states: () => [...schedulers.values()].map((scheduler) => scheduler.state()),
    async hold(milliseconds) {
      const idle = Promise.all([...schedulers.values()].map((scheduler) => scheduler.hold()));
      const waited = new AbortController();
      const late = delay(milliseconds, undefined, { signal: waited.signal }).catch(() => undefined);
      await Promise.race([idle, late]);
      waited.abort();
    },
    async close() {
      closed = true;
      await Promise.all([...schedulers.values()].map((scheduler) => scheduler.close()));
    },
  };
}
