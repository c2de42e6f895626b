import { readFileSync } from 'node:fs';
import {
  connect,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
} from 'node:http2';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificates.ts';

export interface Guard {
  /** Speaks TLS with this certificate. @default plain text */
  readonly identity?: Identity;
  /** Takes only clients whose certificate this authority (PEM file) vouches for. */
  readonly clientsOf?: string;
  /** Takes only calls with this key. */
  readonly apiKey?: string;
  /** Calls that it refuses, by their path, as a namespace's operator may. */
  readonly forbidden?: RegExp;
}

/** What stands before a Temporal server that is not ours: gRPC is passed on to `target` where the guard lets it. */
export async function guardedServer(
  target: string,
  guard: Guard,
): Promise<{ address: string; seen: string[] }> {
  const behind = connect(`http://${target}`);
  const seen: string[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = listener(guard);
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const path = String(headers[':path']);
    seen.push(path);
    const refuse = (status: number, message: string): void =>
      stream.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'grpc-status': status,
          'grpc-message': message,
        },
        { endStream: true },
      );
    if (guard.apiKey !== undefined && headers['authorization'] !== `Bearer ${guard.apiKey}`)
      return void refuse(16, 'Request unauthorized.');
    if (guard.forbidden?.test(path) === true) return void refuse(7, 'Request unauthorized.');
    const { authorization: _, ...rest } = headers;
    const on = behind.request({ ...rest, ':authority': target, ':scheme': 'http' });
    on.on('error', () => stream.close());
    stream.pipe(on);
    on.on('response', (answer, flags) => {
      if (stream.destroyed) return;
      // A failure's one block of headers ends the stream, as trailers do.
      const ends = (flags & 1) === 1;
      stream.respond(answer, ends ? { endStream: true } : { waitForTrailers: true });
      if (ends) return;
      let trailers: OutgoingHttpHeaders = {};
      on.on('trailers', (told) => void (trailers = told));
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      on.pipe(stream);
    });
    stream.on('close', () => on.close());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
    behind.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { address: `127.0.0.1:${address.port}`, seen };
}

function listener({ identity, clientsOf }: Guard): Http2Server | Http2SecureServer {
  if (identity === undefined) return createServer();
  return createSecureServer({
    cert: readFileSync(identity.certificate),
    key: readFileSync(identity.key),
    ...(clientsOf === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: true, ca: readFileSync(clientsOf) }),
  });
}
