import OpenAI from 'openai';
import type { Answer, Question } from '../../schemas/question.ts';
import type { ApiKey } from './api-key.ts';
import { readCompletion } from './completion-response.ts';
import { keepAliveFetch, type KeepAliveFetch } from './keep-alive-fetch.ts';
import { questionBody } from './question-body.ts';

export interface ModelServerOptions {
  readonly key: ApiKey;
  /** Milliseconds from sending to the last byte. */
  readonly timeoutMs: number;
  /** Connections it may hold open. */
  readonly connections: number;
}

/** Longest delay of a Node timer; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** One base URL of an endpoint, through the `openai` SDK. Its errors are the SDK's and ours: see `faultOf`. */
export class ModelServer {
  #transport: KeepAliveFetch;
  #client: OpenAI;

  constructor(baseUrl: string, { key, timeoutMs, connections }: ModelServerOptions) {
    this.#transport = keepAliveFetch(new URL(baseUrl).origin, connections);
    this.#client = new OpenAI({
      baseURL: baseUrl.replace(/\/+$/, ''),
      // The SDK wants a key in any case; without one of ours the header is left out.
      apiKey: key.value ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      defaultHeaders: key.value === undefined ? { Authorization: null } : {},
      fetch: this.#transport.fetch,
      timeout: Math.min(Math.ceil(timeoutMs), LONGEST_TIMEOUT_MS),
      maxRetries: 0,
      // Prompts and keys are nothing for a log, whatever OPENAI_LOG says.
      logLevel: 'off',
    });
  }

  async answer(question: Question, signal?: AbortSignal): Promise<Answer> {
    const { path, body } = questionBody(question);
    const sentAt = performance.now();
    const options = signal === undefined ? { body } : { body, signal };
    const { data, response } = await this.#client.post<unknown>(path, options).withResponse();
    const received = { body: data, headers: response.headers, milliseconds: performance.now() - sentAt };
    return readCompletion(received, question);
  }

  /** The body of `GET {base URL}{path}`, such as `/models`. */
  async get(path: string): Promise<unknown> {
    return this.#client.get<unknown>(path);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
