import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to do with a request instead of passing it on: an answer, or undefined to pass it on. */
export type Meddle = (seen: IncomingMessage) => { status: number; body: string } | 'break' | undefined;

/**
 * Stands between a client and an S3 server: passes on, host name and all (signatures need it), and meddles. `break`
 * passes the request on and drops the connection in the middle of the answer.
 */
export async function standBetween(endpoint: string, meddle: Meddle): Promise<{ url: string; stop(): void }> {
  const target = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    const verdict = meddle(incoming);
    if (verdict !== undefined && verdict !== 'break') {
      incoming.resume();
      incoming.on('end', () =>
        outgoing.writeHead(verdict.status, { 'content-type': 'application/xml' }).end(verdict.body),
      );
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request(
      { host: target.hostname, port: target.port, method, path: url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        if (verdict === 'break')
          answer.once('data', (bytes: Buffer) =>
            outgoing.write(bytes.subarray(0, 10), () => outgoing.destroy()),
          );
        else answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.on('error', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
