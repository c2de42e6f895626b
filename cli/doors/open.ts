import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { StoreSchema } from '../../schemas/build/store.ts';
import { exitCodes } from '../exit-codes.ts';
import type { HostOptions } from '../host/options.ts';
import { fleetFor, type FleetOptions } from '../host/surroundings.ts';
import { withClient } from '../host/with-client.ts';
import { storeGiven, type StoreOptions } from '../store-given.ts';
import { resolve } from 'node:path';
import { Doors } from './doors.ts';
import { httpDoor } from './http.ts';
import { mcpDoor } from './mcp.ts';
import { Tokens } from './tokens.ts';

interface DoorOptions extends HostOptions, StoreOptions, FleetOptions {
  readonly host: string;
  readonly rate: number;
}

export interface ServeOptions extends DoorOptions {
  readonly port: number;
}

export interface McpOptions extends DoorOptions {
  readonly port?: number;
  readonly allowBuilds?: boolean;
}

/** `tunesmith serve`: until Ctrl-C. */
export async function serveHttp(options: ServeOptions): Promise<number> {
  const tokens = new Tokens(process.env);
  return withDoors(options, (doors) =>
    listen(httpDoor({ doors, tokens, perMinute: options.rate, log }).fetch, options.host, options.port, ''),
  );
}

/** `tunesmith mcp`: until whoever asks has gone, or until Ctrl-C. */
export async function serveMcp(options: McpOptions): Promise<number> {
  const { port, allowBuilds = false, rate, host } = options;
  if (port === undefined)
    return withDoors(options, async (doors) => {
      const server = mcpDoor(doors, allowBuilds);
      await server.connect(new StdioServerTransport());
      await Promise.race([once(process.stdin, 'end'), once(process.stdin, 'close'), interrupted()]);
      await server.close();
    });
  const tokens = new Tokens(process.env);
  return withDoors(options, (doors) => {
    const app = httpDoor({ doors, tokens, perMinute: rate, log });
    app.all('/mcp', async (context) => {
      // Nothing is kept between requests: any process may answer the next one.
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      await mcpDoor(doors, allowBuilds && context.get('allowed') === 'build').connect(transport);
      return transport.handleRequest(context.req.raw);
    });
    return listen(app.fetch, host, port, '/mcp');
  });
}

async function withDoors(options: DoorOptions, work: (doors: Doors) => Promise<void>): Promise<number> {
  const fleet = await fleetFor(options);
  const given = (await storeGiven(options)) ?? StoreSchema.parse(resolve('tunesmith-store'));
  await withClient(options, ({ client: tunesmith, home }) =>
    work(new Doors({ tunesmith, fleet, home, store: given })),
  );
  return exitCodes.ok;
}

async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  host: string,
  port: number,
  path: string,
): Promise<void> {
  const server: Server = createServer((request, response) => void listener(request, response));
  const listener = getRequestListener(fetch);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  process.stdout.write(`Listening at http://${host.includes(':') ? `[${host}]` : host}:${bound}${path}\n`);
  await interrupted();
  server.close();
  server.closeAllConnections();
}

function interrupted(): Promise<unknown> {
  return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
