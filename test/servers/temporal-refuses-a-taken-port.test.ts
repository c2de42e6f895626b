import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../infra/servers/free-port.ts';
import { startTemporal } from '../../infra/servers/temporal.ts';
import './no-external-temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a port that was asked for and is taken is named; a preferred one gives way', async () => {
  const port = await freePort();
  const listener = createServer().listen(port, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());

  await expect(startTemporal({ dbPath: join(temporaryFolder(), 'temporal.db'), port })).rejects.toThrow(
    `port ${port} is in use on 127.0.0.1`,
  );
  expect(await freePort(port)).not.toBe(port);
});
