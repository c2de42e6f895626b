import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { proxyForGrpc } from '../schemas/proxy.ts';
import type { ServerSettings } from './server-settings.ts';
import { ServerUnreachable } from './server-unreachable.ts';
import { tlsFault } from './tls-fault.ts';

/** A connection for workers. Throws ServerUnreachable. */
export async function workerConnection(settings: ServerSettings): Promise<NativeConnection> {
  const { address, tls, apiKey, metadata } = settings;
  const proxy = proxyForGrpc(address, process.env);
  try {
    return await NativeConnection.connect({
      address,
      tls,
      metadata: { ...metadata },
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(proxy === undefined ? {} : { proxy: connectBy(proxy) }),
    });
  } catch (error) {
    throw new ServerUnreachable(address, error, await tlsFault(settings));
  }
}

/** The environment's proxy as the SDK takes it. */
function connectBy(proxy: string): NonNullable<NativeConnectionOptions['proxy']> {
  const { hostname, port, username, password } = new URL(proxy);
  const basicAuth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  const targetHost = `${hostname}:${port || '80'}`;
  return { type: 'http-connect', targetHost, ...(username === '' ? {} : { basicAuth }) };
}
