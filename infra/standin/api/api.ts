import type { Answerer } from '../answer.ts';
import type { RequestProblem } from '../http/problem.ts';
import type { Rates } from '../mistakes.ts';

/** A protocol's request that gets an answer after some service time. */
export interface Api {
  /** What /stats counts it as. */
  name: string;
  /** Paths at which it is served; `{model}` in one stands for the name of a model. */
  paths: readonly [string, ...string[]];
  /** Takes `application/x-www-form-urlencoded` as well as JSON. @default false */
  forms?: boolean;
  /** The key that a request carries; by default the bearer token of its Authorization header. */
  keyIn?(authorization: string | undefined, body: unknown): string | undefined;
  /** Status of a request without the right key. @default 401 */
  deniedStatus?: number;
  /** A problem as this API words it; by default as OpenAI does. */
  complaint?(problem: RequestProblem): object;
  /**
   * Reads a request.
   * @throws RequestProblem (400) when it is not one of this API.
   */
  prepare(body: unknown, model: string | undefined): Job;
}

/** A request that has been read and found right, and waits for a service slot. */
export interface Job {
  /** The model asked for; undefined where the protocol knows no models. */
  model: string | undefined;
  /** Longest prompt of the request. */
  promptTokens: number;
  /** The field that holds the prompt, for error messages. */
  promptField: string;
  /** All that an answer depends on, and nothing else: the same key always gets the same answer. */
  key: string;
  /** What the request asks about, one by one, where it asks about several texts at once. */
  texts?: readonly string[];
  render(): Rendered;
}

export interface Rendered {
  promptTokens: number;
  completionTokens: number;
  /** The answer as JSON, or as server-sent events when the request asks for a stream. */
  content: string | StreamEvent[];
}

export interface StreamEvent {
  data: string;
  /** Tokens of the answer that the event carries. */
  tokens: number;
}

export interface ApiSettings {
  answerer: Answerer;
  contextLength: number;
  dimensions: number;
  rates: Rates;
}

/** In every answer, and no language model's. */
export const FINGERPRINT = 'tunesmith-stand-in';

/** A fixed date (2023-11-14): the same request gets the same bytes on any day. */
export const CREATED = 1_700_000_000;
