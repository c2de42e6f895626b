import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import { clientConnection } from '../../connection/client-connection.ts';
import { ownServer } from '../../connection/server-settings.ts';
import { startTemporal } from '../../infra/servers/temporal.ts';

test('a call that is tried again when its connection is closed ends, and not the program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-closed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startTemporal({ dbPath: join(folder, 'temporal.db'), headless: true });
  const connection = await clientConnection(ownServer(server.address, server.namespace));
  const client = new Client({ connection, namespace: server.namespace });
  await server.stop();
  const call = client.workflow.getHandle('any').describe();
  const ended = expect(call).rejects.toMatchObject({ cause: { details: expect.stringContaining('closed') } });
  // The first tries have failed; the next is a tenth of a second away and more.
  await delay(300);
  await connection.close();
  await ended;
});
