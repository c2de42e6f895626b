import OpenAI, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  type ClientOptions,
} from 'openai';
import { z } from 'zod';
import { TooLate } from './too-late.ts';
import { headersSent, type HttpReply, type HttpRequest, type Transport } from './transport.ts';

type Options = Parameters<OpenAI['buildRequest']>[0];
type Request = Awaited<ReturnType<OpenAI['buildRequest']>>;

/** What the SDK says about its own runtime concerns no inference server, and is half of a short request's bytes. */
const unsent = /^x-stainless-/;
/** How the SDK knows a connection that came too late from one that failed. */
const late = /timed? ?out/i;
/** The transport gives every refusal this shape. */
const RefusalSchema = z.looseObject({ error: z.looseObject({}) });

type Addressed = Pick<HttpRequest, 'path' | 'method' | 'headers'>;

/** A body that is posted, and how long its answer may take. */
export interface Posted extends Pick<HttpRequest, 'signal' | 'wholeMs' | 'silentMs'> {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The SDK's client of one server, without what it does once more for each of a million requests. */
export class ServerClient extends OpenAI {
  #transport: Transport;
  /** Where to and with which headers what is posted to a path goes. */
  #made = new Map<string, Addressed>();

  constructor(options: Omit<ClientOptions, 'fetch'>, transport: Transport) {
    super({ ...options, fetch: transport.fetch });
    this.#transport = transport;
  }

  /**
   * Posts a body and gives the answer; throws what the SDK's own `post` throws. That one makes, checks and sorts URL and
   * headers anew each time, a quarter of what a request costs, and lines for its log also where this is off.
   */
  async send(path: string, { body, headers, signal, wholeMs, silentMs }: Posted): Promise<HttpReply> {
    const known = headers === undefined ? this.#made.get(path) : undefined;
    const to = known ?? (await this.#requestOf(path, headers));
    let reply: HttpReply;
    try {
      const sent = { ...to, body: JSON.stringify(body), signal, wholeMs, silentMs };
      reply = await this.#transport.send(sent);
    } catch (error) {
      throw errorOf(error, signal);
    }
    if (reply.status < 300) return reply;
    const { error } = RefusalSchema.parse(JSON.parse(reply.text));
    throw this.makeStatusError(reply.status, { error }, undefined, new Headers([...reply.headers]));
  }

  async #requestOf(path: string, headers?: Options['headers']): Promise<Addressed> {
    const options = { method: 'post', path, body: {} } as const;
    const { req, url } = await this.buildRequest(headers === undefined ? options : { ...options, headers });
    const { pathname, search } = new URL(url);
    const request = { path: pathname + search, method: 'POST', headers: headersSent(req.headers) };
    if (headers === undefined) this.#made.set(path, request);
    return request;
  }

  override async buildRequest(options: Options, props?: { retryCount?: number }): Promise<Request> {
    const { req, ...rest } = await super.buildRequest(options, props);
    const headers = new Headers([...new Headers(req.headers)].filter(([name]) => !unsent.test(name)));
    return { ...rest, req: { ...req, headers } };
  }
}

/** The SDK's error for one of the transport. */
function errorOf(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return new APIUserAbortError();
  if (!(error instanceof Error)) return error;
  if (error instanceof TooLate || late.test(String(error))) return new APIConnectionTimeoutError();
  return new APIConnectionError({ cause: error });
}
