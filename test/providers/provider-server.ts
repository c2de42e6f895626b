import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { habits } from './habits.ts';

/** A request for an answer. */
export interface Asked {
  readonly model: string;
  /** Contents of all messages, a line each. */
  readonly prompt: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Which time the prompt is asked of this habit: 1 at first. */
  readonly time: number;
}

export interface Reply {
  json(status: number, body: unknown, headers?: Record<string, string>): void;
  html(status: number, text: string): void;
  readonly raw: ServerResponse;
}

/** What a provider does with a request. */
export type Habit = (asked: Asked, reply: Reply) => void;

/** A request as it came, of any path. */
export interface Logged {
  readonly mode: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ProviderServer {
  /** Base URL under which a habit is served. */
  baseUrl(mode: string): string;
  /** Every request, in order. */
  readonly log: Logged[];
}

const BodySchema = z.record(z.string(), z.unknown()).catch({});
const MessagesSchema = z.array(z.object({ content: z.string().catch('') })).catch([]);

/**
 * A server with the habits of model providers on a free port of 127.0.0.1, until the test ends: each habit at
 * `/<mode>/v1`, its model `m-<mode>`, since URLs are no part of a question's address.
 */
export async function startProviders(more: Readonly<Record<string, Habit>> = {}): Promise<ProviderServer> {
  const known = new Map(Object.entries({ ...habits, ...more }));
  const log: Logged[] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const [, mode = '', ...rest] = new URL(url, 'http://x').pathname.split('/');
      const body = BodySchema.parse(parsed(text));
      log.push({ mode, method, url, headers, body });
      const reply = replyTo(response);
      const habit = known.get(mode);
      if (rest.at(-1) === 'models' && mode !== 'htmlok') return void reply.json(200, modelsOf(mode));
      if (habit === undefined) return void reply.json(404, { error: { message: `no such mode ${mode}` } });
      const prompt = MessagesSchema.parse(body['messages'])
        .map(({ content }) => content)
        .join('\n');
      const time = (times.get(`${mode}\n${prompt}`) ?? 0) + 1;
      times.set(`${mode}\n${prompt}`, time);
      habit({ model: z.string().catch('').parse(body['model']), prompt, body, time }, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return { baseUrl: (mode) => `http://127.0.0.1:${address.port}/${mode}/v1`, log };
}

/** Azure lists base models, not deployments. */
function modelsOf(mode: string) {
  const ids = mode === 'azure' ? ['gpt-5-2025-08-07', 'gpt-4o-2024-11-20'] : ['m', `m-${mode}`];
  return { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function replyTo(raw: ServerResponse): Reply {
  return {
    raw,
    json: (status, body, headers = {}) => {
      raw.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    },
    html: (status, text) => {
      raw.writeHead(status, { 'content-type': 'text/html' }).end(text);
    },
  };
}
