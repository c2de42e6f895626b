import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverSettings } from '../../connection/server-settings.ts';
import type { TemporalServer } from '../../infra/servers/temporal.ts';
import type { Home } from '../../workers/home.ts';
import type { HostOptions } from './options.ts';
import { ServerLost } from './server-lost.ts';

export interface ServerOptions extends HostOptions {
  /** Told what a slow start is doing. */
  readonly say?: (line: string) => void;
  /** Serve no Web UI when a server has to be started. @default false */
  readonly headless?: boolean;
}

export interface OpenServer extends TemporalServer {
  /** True when this call started it: no other process of this home is at work. */
  readonly ours: boolean;
  /** Rejects with ServerLost should it end while it is used. */
  readonly lost: Promise<never>;
}

/** The server that --address, TEMPORAL_ADDRESS or a profile names, or the one on the home's database, started if need be. */
export async function openServer(home: Home, options: ServerOptions): Promise<OpenServer> {
  const { namespace, say, headless } = options;
  const { externalTemporal, startTemporal } = await import('../../infra/servers/temporal.ts');
  const external = externalTemporal(options);
  if (external !== undefined) return { ...external, ours: false, lost: new Promise<never>(() => undefined) };
  const server = await startTemporal({
    dbPath: databaseOf(home),
    ...(namespace === undefined ? {} : { namespace }),
    ...(say === undefined ? {} : { onProgress: say }),
    ...(headless === undefined ? {} : { headless }),
  });
  const lost = server.ended.then(() => {
    throw new ServerLost(server.address, `${databaseOf(home)}.log`);
  });
  lost.catch(() => undefined);
  return { ...server, ours: server.logFile !== undefined, lost };
}

/** The server that serves the home's database now, as it was recorded; undefined where none does. */
export async function localServer(home: Home): Promise<{ address: string; namespace: string } | undefined> {
  const [{ readRecord }, { isAlive }] = await Promise.all([
    import('../../infra/servers/temporal-record.ts'),
    import('../../infra/servers/process-alive.ts'),
  ]);
  const live = (await readRecord(databaseOf(home)))?.live;
  return live !== undefined && isAlive(live.pid) ? live : undefined;
}

/** True when there is a server to ask without making a new database. */
export function serverKnown(home: Home, options: HostOptions): boolean {
  return serverSettings(options).namedBy !== undefined || existsSync(databaseOf(home));
}

/** Tells that a server goes on after this command; undefined where it ends with it. */
export async function stayingFor(server: OpenServer): Promise<string | undefined> {
  const others = await server.others();
  if (others.length === 0) return undefined;
  const [processes, use] = others.length === 1 ? ['process', 'uses'] : ['processes', 'use'];
  return `The Temporal server stays: ${processes} ${others.join(', ')} ${use} it, too.`;
}

function databaseOf({ root }: Home): string {
  return join(root, 'temporal.db');
}
