import OpenAI from 'openai';
import type {
  Answer,
  LanguageQuestion,
  Question,
  ServiceQuestion,
} from '../../schemas/inference/question.ts';
import type { ApiKey } from './api-key.ts';
import { readCompletion } from './completion-response.ts';
import { keepAliveFetch, type KeepAliveFetch } from './keep-alive-fetch.ts';
import { questionBody } from './question-body.ts';
import { adapters, type ServiceAdapter } from './services/index.ts';
import { answersOf } from './services/answers.ts';

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
  #key: string | undefined;
  /** The base URL without a final /v1: where protocols stand that are not OpenAI's. */
  #root: string;

  constructor(baseUrl: string, { key, timeoutMs, connections }: ModelServerOptions) {
    this.#transport = keepAliveFetch(new URL(baseUrl).origin, connections);
    this.#key = key.value;
    this.#root = baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
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

  /** The questions of one request: one of a language model, or as many of a service as share what they must. */
  async answers(questions: readonly Question[], signal?: AbortSignal): Promise<readonly Answer[]> {
    const [first] = questions;
    if (first === undefined) return [];
    if (!('task' in first)) return [await this.#answer(first, signal)];
    return this.#serve(
      questions.filter((question) => 'task' in question),
      first,
      signal,
    );
  }

  async #answer(question: LanguageQuestion, signal?: AbortSignal): Promise<Answer> {
    const { path, body } = questionBody(question);
    const sentAt = performance.now();
    const options = signal === undefined ? { body } : { body, signal };
    const { data, response } = await this.#client.post<unknown>(path, options).withResponse();
    const received = { body: data, headers: response.headers, milliseconds: performance.now() - sentAt };
    return readCompletion(received, question);
  }

  async #serve(
    questions: readonly ServiceQuestion[],
    { api, model }: ServiceQuestion,
    signal?: AbortSignal,
  ): Promise<readonly Answer[]> {
    const adapter = adapters[api];
    const { path, atRoot, body } = adapter.request(questions, this.#key);
    const sentAt = performance.now();
    const { data, response } = await this.#client
      .post<unknown>(atRoot ? `${this.#root}${path}` : path, {
        body,
        ...this.#headersOf(adapter),
        ...(signal === undefined ? {} : { signal }),
      })
      .withResponse();
    const received = { body: data, headers: response.headers, milliseconds: performance.now() - sentAt };
    return answersOf(adapter.read(received, questions), received, questions, model);
  }

  /** The body of `GET {base URL}{path}`, such as `/models`; `atRoot` leaves a final /v1 of the base URL out. */
  async get(path: string, atRoot = false, adapter?: ServiceAdapter): Promise<unknown> {
    return this.#client.get<unknown>(atRoot ? `${this.#root}${path}` : path, this.#headersOf(adapter));
  }

  #headersOf(adapter: ServiceAdapter | undefined): { headers?: Readonly<Record<string, string>> } {
    if (this.#key === undefined || adapter?.headers === undefined) return {};
    return { headers: adapter.headers(this.#key) };
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
