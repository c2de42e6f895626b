import { createServer } from 'node:net';

/** Whether `port` can be listened on at 127.0.0.1 right now; port 0 gives whichever is free. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const bound = typeof address === 'object' && address ? address.port : undefined;
      probe.close(() => resolve(bound));
    });
  });
}

/** Whether nothing listens on `port` at 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/**
 * A port that is free at 127.0.0.1: `preferred` when nothing listens on it. Another process may take it before
 * the caller does, so callers start over with a new one when their server cannot listen.
 * @throws Error when the machine has no free port.
 */
export async function freePort(preferred?: number): Promise<number> {
  const port = (preferred === undefined ? undefined : await tryListen(preferred)) ?? (await tryListen(0));
  if (port === undefined) throw new Error('No free TCP port on 127.0.0.1.');
  return port;
}
