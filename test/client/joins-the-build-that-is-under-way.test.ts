import { expect, it } from 'vitest';
import { BuildRunning, loadConfig } from '../../client/index.ts';
import { configFile, generateConfig } from './config-file.ts';
import { ownServer } from './own-server.ts';

it('joins a build of the same config, refuses another, and starts anew when it has ended', async () => {
  const { client } = await ownServer();
  const path = configFile(generateConfig());
  const config = await loadConfig(path, { env: {} });
  const first = await client.start(config);
  expect(first).toMatchObject({ id: 'demo', joined: false });

  const elsewhere = {
    ...config,
    endpoints: { default: { ...config.endpoints['default'], urls: ['http://127.0.0.1:9/v1'] } },
  };
  const again = await client.start(await loadConfig(path, { env: {} }));
  expect(again).toMatchObject({ joined: true, runId: first.runId });
  expect((await client.start(Object.assign({}, config, elsewhere))).runId).toBe(first.runId);

  await expect(client.start({ ...config, seed: 7 })).rejects.toThrow(BuildRunning);
  await expect(client.start({ ...config, seed: 7 })).rejects.toThrow(/`tunesmith cancel demo`/);
  expect((await client.start({ ...config, name: 'other', seed: 7 })).joined).toBe(false);

  await expect(client.start(config, { whenUnderWay: 'refuse' })).rejects.toThrow(/was to be refused/);
  const beside = await client.start(config, { whenUnderWay: 'wait', idempotencyKey: 'hook-1' });
  expect(beside).toMatchObject({ id: expect.stringMatching(/^demo-\w{12}$/), joined: false });
  const tried = await client.start(config, { whenUnderWay: 'wait', idempotencyKey: 'hook-1' });
  expect(tried.runId).toBe(beside.runId);
  expect((await client.start(config, { whenUnderWay: 'wait' })).id).not.toBe(beside.id);

  await first.terminate('the test has seen enough');
  expect(await first.info()).toMatchObject({ state: 'terminated', recipe: 'generate' });
  const next = await client.start({ ...config, seed: 7 });
  expect(next.joined).toBe(false);
  expect(next.runId).not.toBe(first.runId);
});
