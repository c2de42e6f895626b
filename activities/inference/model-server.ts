import type {
  Answer,
  LanguageQuestion,
  Question,
  ServiceQuestion,
} from '../../schemas/inference/question.ts';
import type { ApiKey } from './api-key.ts';
import { BatchServer } from './batch-api/batch-server.ts';
import { readCompletion, type Received } from './completion-response.ts';
import { knownManner, learnFrom } from './learnt-fields.ts';
import { plainly, type Manner } from './manner.ts';
import { questionBody, type RequestBody } from './question-body.ts';
import { ServerClient } from './server-client.ts';
import { adapters, type ServiceAdapter } from './services/index.ts';
import { answersOf } from './services/answers.ts';
import { openTransport, type HttpReply, type Route, type Transport } from './transport.ts';
import { withoutNulls } from './without-nulls.ts';

export interface ModelServerOptions extends Route {
  readonly key: ApiKey;
  /** Milliseconds from sending to the last byte; of a stream, those without a piece of it. */
  readonly timeoutMs: number;
  /** Parameters of every request, besides those of the URL itself. */
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** Longest delay of a Node timer; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Refusals of one question from which it may be learnt how to ask it: as many as there are things to learn. */
const MOST_LESSONS = 2;

/** One base URL of an endpoint, through the `openai` SDK. Its errors are the SDK's and ours: see `faultOf`. */
export class ModelServer {
  #transport: Transport;
  #client: ServerClient;
  #timeoutMs: number;
  #key: string | undefined;
  /** The key goes into a header that the config names, whatever the protocol. */
  #ownHeader: boolean;
  /** The base URL without its final slash. */
  readonly base: string;
  /** The base URL without a final /v1: where protocols stand that are not OpenAI's. */
  #root: string;

  constructor(url: string, { key, timeoutMs, query, ...route }: ModelServerOptions) {
    const { origin, pathname, searchParams } = new URL(url);
    this.#transport = openTransport(origin, route);
    this.#key = key.value;
    this.#ownHeader = key.header !== undefined;
    this.base = (origin + pathname).replace(/\/+$/, '');
    this.#root = this.base.replace(/\/v1$/, '');
    this.#timeoutMs = Math.min(Math.ceil(timeoutMs), LONGEST_TIMEOUT_MS);
    this.#client = new ServerClient(
      {
        baseURL: this.base,
        // The SDK wants a key in any case; without one of ours the header is left out.
        apiKey: key.value ?? 'none',
        adminAPIKey: null,
        organization: null,
        project: null,
        defaultHeaders: headersOf(key),
        ...queryOf(searchParams, query),
        timeout: this.#timeoutMs,
        maxRetries: 0,
        // Prompts and keys are nothing for a log, whatever OPENAI_LOG says.
        logLevel: 'off',
      },
      this.#transport,
    );
  }

  /** The questions of one request: one of a language model, or as many of a service as share what they must. */
  async answers(
    questions: readonly Question[],
    signal?: AbortSignal,
    manner: Manner = plainly,
  ): Promise<readonly Answer[]> {
    const [first] = questions;
    if (first === undefined) return [];
    if (!('task' in first)) return [await this.#answer(first, manner, signal)];
    return this.#serve(
      questions.filter((question) => 'task' in question),
      first,
      signal,
    );
  }

  async #answer(question: LanguageQuestion, manner: Manner, signal?: AbortSignal): Promise<Answer> {
    const { model } = question;
    for (let lessons = 0; ; lessons++) {
      const sending = questionBody(question, knownManner(this.base, model, manner));
      try {
        return await this.#complete(sending, question, manner.stream === true, signal);
      } catch (error) {
        if (lessons === MOST_LESSONS || !learnFrom(error, this.base, model, manner, sending.body))
          throw error;
      }
    }
  }

  async #complete(
    { path, body }: RequestBody,
    question: LanguageQuestion,
    inPieces: boolean,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const sentAt = performance.now();
    // An answer in pieces may take as long as they go on coming.
    const times = inPieces ? { silentMs: this.#timeoutMs } : { wholeMs: this.#timeoutMs };
    const reply = await this.#client.send(path, { body, signal, ...times });
    return readCompletion(receivedOf(reply, sentAt), question);
  }

  async #serve(
    questions: readonly ServiceQuestion[],
    { api, model }: ServiceQuestion,
    signal?: AbortSignal,
  ): Promise<readonly Answer[]> {
    const adapter = adapters[api];
    const { path, atRoot, body } = adapter.request(questions, this.#key);
    const sentAt = performance.now();
    const reply = await this.#client.send(atRoot ? `${this.#root}${path}` : path, {
      body: withoutNulls(body),
      ...this.#headersOf(adapter),
      signal,
      wholeMs: this.#timeoutMs,
    });
    const received = receivedOf(reply, sentAt);
    return answersOf(adapter.read(received, questions), received, questions, model);
  }

  /** The body of `GET {base URL}{path}`, such as `/models`; `atRoot` leaves a final /v1 of the base URL out. */
  async get(path: string, atRoot = false, adapter?: ServiceAdapter): Promise<unknown> {
    return this.#client.get<unknown>(atRoot ? `${this.#root}${path}` : path, this.#headersOf(adapter));
  }

  /** Its Batch API. */
  batches(): BatchServer {
    return new BatchServer(this.#client);
  }

  #headersOf(adapter: ServiceAdapter | undefined): { headers?: Readonly<Record<string, string>> } {
    if (this.#key === undefined || this.#ownHeader || adapter?.headers === undefined) return {};
    return { headers: adapter.headers(this.#key) };
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

function receivedOf({ headers, text }: HttpReply, sentAt: number): Received {
  const isJson = text !== '' && /json/i.test(headers.get('content-type') ?? '');
  const body: unknown = isJson ? JSON.parse(text) : text;
  return { body: text === '' ? undefined : body, headers, milliseconds: performance.now() - sentAt };
}

/** The key as the SDK does not send it by itself, and the endpoint's further headers. */
function headersOf({ value, header, headers }: ApiKey): Record<string, string | null> {
  return {
    ...(value === undefined || header !== undefined ? { Authorization: null } : {}),
    ...(value === undefined || header === undefined ? {} : { [header]: value }),
    ...Object.fromEntries(
      headers.flatMap((each) => (each.value === undefined ? [] : [[each.name, each.value]])),
    ),
  };
}

function queryOf(ofUrl: URLSearchParams, query: Readonly<Record<string, string>> = {}) {
  const all = { ...Object.fromEntries(ofUrl), ...query };
  return Object.keys(all).length === 0 ? {} : { defaultQuery: all };
}
