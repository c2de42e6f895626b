import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const BodySchema = z.record(z.string(), z.unknown());

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** Text of the first message, or the raw prompt. */
  readonly prompt: string;
  /** The client closed the connection before it was answered. */
  readonly gone: Promise<void>;
}

export interface Reply {
  /** An answer of the API that was asked. */
  text(text?: string, more?: Record<string, unknown>): void;
  error(status: number, error: unknown, headers?: Record<string, string>): void;
  raw: ServerResponse;
}

export type Script = (seen: Seen, reply: Reply) => void | Promise<void>;

export interface ScriptedEndpoint {
  readonly baseUrl: string;
  readonly port: number;
  readonly seen: Seen[];
  script: Script;
  stop(): Promise<void>;
}

/** An endpoint on a free port of 127.0.0.1 that does what a test tells it, until the test ends. */
export async function scriptedEndpoint(
  script: Script = (_, reply) => reply.text(),
  port = 0,
): Promise<ScriptedEndpoint> {
  const endpoint = { script, seen: [] as Seen[] };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const seen = read(request, response, text);
      endpoint.seen.push(seen);
      void endpoint.script(seen, replyTo(seen, response));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = addressOf(server.address());
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return Object.assign(endpoint, { baseUrl: `http://127.0.0.1:${taken}/v1`, port: taken, stop });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address;
}

function read(request: IncomingMessage, response: ServerResponse, text: string): Seen {
  const body = text === '' ? {} : BodySchema.parse(JSON.parse(text));
  const messages = z.array(z.object({ content: z.string() })).safeParse(body['messages']).data;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body,
    prompt: messages?.[0]?.content ?? z.string().catch('').parse(body['prompt']),
    gone: new Promise((resolve) =>
      response.on('close', () => {
        if (!response.writableFinished) resolve();
      }),
    ),
  };
}

function replyTo({ path, body, prompt }: Seen, raw: ServerResponse): Reply {
  const json = (status: number, value: unknown, headers: Record<string, string> = {}) => {
    raw.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
  return {
    raw,
    text(text = `answer to ${prompt}`, more = {}) {
      const said = path.endsWith('/chat/completions')
        ? { message: { role: 'assistant', content: text } }
        : { text };
      const choices = [{ index: 0, finish_reason: 'stop', ...said }];
      json(200, {
        model: body['model'],
        choices,
        usage: { prompt_tokens: 3, completion_tokens: 5 },
        ...more,
      });
    },
    error: (status, error, headers) => json(status, { error }, headers),
  };
}
