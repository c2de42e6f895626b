import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Doors } from './doors.ts';
import { InputRefused } from './operation.ts';
import { operations } from './operations.ts';
import { openApi } from './openapi.ts';
import { refusalOf } from './refusal.ts';
import type { Allowed, Tokens } from './tokens.ts';

export interface HttpOptions {
  readonly doors: Doors;
  readonly tokens: Tokens;
  /** Requests a minute that are answered; the others get 429. */
  readonly perMinute: number;
  /** Told what went wrong inside. */
  readonly log: (line: string) => void;
}

/** Temporal takes no config that is larger. */
const largestBody = 2 * 1024 * 1024;
/** What is taken of a body that is refused. */
const readAwayAtMost = 16 * 1024 * 1024;
const followEveryMs = 1000;
const BodySchema = z.record(z.string(), z.unknown());

interface Known {
  Variables: { allowed: Allowed };
}

/** The HTTP door: every operation, progress as server-sent events, and the OpenAPI document. */
export function httpDoor({ doors, tokens, perMinute, log }: HttpOptions): Hono<Known> {
  const app = new Hono<Known>();
  const refused = (kind: string, message: string) => ({ error: { kind, message } });
  const window = { began: 0, requests: 0 };

  app.use(async (context, next) => {
    const now = Date.now();
    if (now - window.began >= 60_000) Object.assign(window, { began: now, requests: 0 });
    window.requests += 1;
    if (window.requests > perMinute) {
      context.header('Retry-After', String(Math.ceil((window.began + 60_000 - now) / 1000)));
      return context.json(
        refused('TooManyRequests', `more than ${perMinute} requests a minute (--rate)`),
        429,
      );
    }
    const allowed = tokens.allowed(context.req.header('authorization'));
    if (allowed === undefined) {
      context.header('WWW-Authenticate', 'Bearer');
      return context.json(refused('Unauthorized', 'send a token: Authorization: Bearer …'), 401);
    }
    context.set('allowed', allowed);
    return next();
  });
  app.use(
    bodyLimit({
      maxSize: largestBody,
      onError: async (context) => {
        await readAway(context.req.raw);
        context.header('Connection', 'close');
        return context.json(refused('TooLarge', 'a body is at most 2 MiB'), 413);
      },
    }),
  );
  app.onError((error, context) => {
    const { status, kind, message } = refusalOf(error);
    if (status === 500) log(`${context.req.method} ${context.req.path}: ${String(error)}`);
    return context.json(refused(kind, message), status);
  });
  app.notFound((context) =>
    context.json(
      refused('NotFound', `there is no ${context.req.method} ${context.req.path}; see /v1/openapi.json`),
      404,
    ),
  );

  app.get('/v1/openapi.json', (context) => context.json(openApi()));
  for (const { method, path, writes, run } of operations)
    app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      if (writes && context.get('allowed') !== 'build')
        return context.json(refused('Forbidden', 'this token may look only (TUNESMITH_READ_TOKEN)'), 403);
      const given = method === 'get' ? context.req.query() : await bodyOf(context.req.raw);
      return context.json(await run(doors, { ...given, ...context.req.param() }));
    });
  app.get('/v1/builds/:id/events', async (context) => {
    const build = doors.tunesmith.get(context.req.param('id'));
    await build.info();
    return streamSSE(context, async (stream) => {
      let before = '';
      while (!stream.aborted) {
        const { state } = await build.info();
        const data = JSON.stringify((await build.progress()) ?? null);
        if (data !== before && data !== 'null') await stream.writeSSE({ event: 'progress', data });
        before = data;
        if (state !== 'running') {
          const told = operations.find(({ name }) => name === 'get_build');
          await stream.writeSSE({
            event: 'end',
            data: JSON.stringify(await told?.run(doors, { id: build.id })),
          });
          return;
        }
        await stream.sleep(followEveryMs);
      }
    });
  });
  return app;
}

/** A client that is still sending reads no answer: it would see a broken connection. */
async function readAway({ body }: Request): Promise<void> {
  let read = 0;
  const reader = body?.getReader();
  while (reader !== undefined && read < readAwayAtMost) {
    const chunk = await reader.read();
    if (chunk.done) return;
    const value: unknown = chunk.value;
    if (value instanceof Uint8Array) read += value.length;
  }
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text === '') return {};
  try {
    return BodySchema.parse(JSON.parse(text));
  } catch {
    throw new InputRefused('the body is no JSON object');
  }
}
