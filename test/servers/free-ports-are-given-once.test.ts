import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../infra/servers/free-port.ts';

async function listen(port: number): Promise<Server> {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a free port is given to nobody else before its server listens on it', async () => {
  const ports = new Set<number>();
  for (let count = 0; count < 200; count += 1) ports.add(await freePort());
  expect(ports.size).toBe(200);
  // Whoever takes any port. The system would give them ten of these.
  const others: number[] = [];
  for (let count = 0; count < 400; count += 1) others.push(portOf(await listen(0)));
  expect(others.filter((port) => ports.has(port))).toEqual([]);
  for (const port of ports) expect(portOf(await listen(port))).toBe(port);
});
