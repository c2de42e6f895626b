import { connect } from 'node:tls';
import type { ServerSettings } from './server-settings.ts';

const limitMs = 3000;
const settledMs = 1000;

/**
 * What keeps a TLS connection from being made, in OpenSSL's words; undefined where nothing is found. gRPC says no more than
 * that it did not connect in time.
 */
export async function tlsFault({ address, tls }: ServerSettings): Promise<string | undefined> {
  if (tls === false) return undefined;
  const { serverNameOverride, serverRootCACertificate, clientCertPair } = tls === true ? {} : tls;
  const [, host = '', port = '7233'] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port),
      servername: serverNameOverride ?? (/^[\d.:]+$/.test(host) ? '' : host),
      ALPNProtocols: ['h2'],
      ...(serverRootCACertificate ? { ca: Buffer.from(serverRootCACertificate) } : {}),
      ...(clientCertPair
        ? { cert: Buffer.from(clientCertPair.crt), key: Buffer.from(clientCertPair.key) }
        : {}),
    });
    const end = (fault?: string): void => {
      socket.destroy();
      resolve(fault);
    };
    // Whether a server takes our certificate is told only once the connection is there.
    socket.on('secureConnect', () => socket.setTimeout(settledMs));
    socket.on('data', () => undefined);
    socket.on('error', (error: Error) => end(error.message));
    socket.on('close', () => end('the server closes it, as one does that does not take our certificate'));
    socket.setTimeout(limitMs, () => end());
  });
}
