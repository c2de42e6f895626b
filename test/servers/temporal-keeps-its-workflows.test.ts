import { Client, Connection } from '@temporalio/client';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTemporal, type TemporalServer } from '../../infra/servers/temporal.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function withClient<T>(server: TemporalServer, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await use(new Client({ connection, namespace: server.namespace }));
  } finally {
    await connection.close();
  }
}

test('a workflow outlives a restart of the server, which comes back at the same addresses', async () => {
  const dbPath = join(temporaryFolder(), 'a folder with spaces & a ?', 'temporal.db');
  const first = await startTemporal({ dbPath });
  await withClient(first, (client) =>
    client.workflow.start('build', { workflowId: 'kept', taskQueue: 'nobody-works-here' }),
  );
  await first.stop();

  const second = await temporalForTest({ dbPath });

  const status = await withClient(second, (client) => client.workflow.getHandle('kept').describe());
  expect(status).toMatchObject({ type: 'build', status: { name: 'RUNNING' } });
  expect(second.pid).not.toBe(first.pid);
  expect([second.address, second.uiUrl]).toEqual([first.address, first.uiUrl]);
});
