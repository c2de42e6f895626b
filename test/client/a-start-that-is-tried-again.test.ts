import { expect, it } from 'vitest';
import { loadConfig } from '../../client/index.ts';
import { configFile, generateConfig } from './config-file.ts';
import { ownServer } from './own-server.ts';

it('gives the build that its key was given before, also when that has ended', async () => {
  const { client } = await ownServer();
  const config = await loadConfig(configFile(generateConfig()), { env: {} });
  const first = await client.start(config, { idempotencyKey: 'order-1' });
  const again = await client.start(config, { idempotencyKey: 'order-1' });
  expect(again.runId).toBe(first.runId);
  await first.terminate('the test has seen enough');
  const late = await client.start(config, { idempotencyKey: 'order-1' });
  expect(late.runId).toBe(first.runId);
  expect((await late.info()).state).toBe('terminated');
  expect((await client.start(config, { idempotencyKey: 'order-2' })).runId).not.toBe(first.runId);
});
