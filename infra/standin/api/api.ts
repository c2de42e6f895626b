import type { Answerer } from '../answer.ts';

/** A path under /v1 that takes a request and gives an answer after some service time. */
export interface Api {
  path: string;
  /**
   * Reads a request.
   * @throws RequestProblem (400) when it is not one of this path.
   */
  prepare(body: unknown): Job;
}

/** A request that has been read and found right, and waits for a service slot. */
export interface Job {
  model: string;
  /** Longest prompt of the request. */
  promptTokens: number;
  /** The field that holds the prompt, for error messages. */
  promptField: string;
  /** All that an answer depends on, and nothing else: the same key always gets the same answer. */
  key: string;
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
}

/** In every answer, and no language model's. */
export const FINGERPRINT = 'tunesmith-stand-in';

/** A fixed date (2023-11-14): the same request gets the same bytes on any day. */
export const CREATED = 1_700_000_000;
