import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporalServer } from '../../infra/servers/temporal.ts';
import type { Home } from '../../workers/home.ts';
import type { HostOptions } from './options.ts';

export interface ServerOptions extends HostOptions {
  /** Told what a slow start is doing. */
  readonly say?: (line: string) => void;
  /** Serve no Web UI when a server has to be started. @default false */
  readonly headless?: boolean;
}

export interface OpenServer extends TemporalServer {
  /** True when this call started it: no other process of this home is at work. */
  readonly ours: boolean;
}

/** The server that --address or TEMPORAL_ADDRESS names, or the one on the home's database, started if need be. */
export async function openServer(home: Home, options: ServerOptions): Promise<OpenServer> {
  const { address, namespace, say, headless } = options;
  if (address !== undefined) {
    const uiUrl = process.env['TEMPORAL_UI_URL'];
    return {
      address,
      namespace: namespace ?? (process.env['TEMPORAL_NAMESPACE'] || 'default'),
      how: '--address',
      ours: false,
      ...(uiUrl ? { uiUrl } : {}),
      stop: () => Promise.resolve(),
    };
  }
  const { startTemporal } = await import('../../infra/servers/temporal.ts');
  const server = await startTemporal({
    dbPath: databaseOf(home),
    ...(namespace === undefined ? {} : { namespace }),
    ...(say === undefined ? {} : { onProgress: say }),
    ...(headless === undefined ? {} : { headless }),
  });
  return { ...server, ours: server.logFile !== undefined };
}

/** True when there is a server to ask without making a new database. */
export function serverKnown(home: Home, { address }: HostOptions): boolean {
  return address !== undefined || Boolean(process.env['TEMPORAL_ADDRESS']) || existsSync(databaseOf(home));
}

function databaseOf({ root }: Home): string {
  return join(root, 'temporal.db');
}
