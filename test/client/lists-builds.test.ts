import { expect, it, vi } from 'vitest';
import { BuildUnknown, loadConfig, type BuildInfo } from '../../client/index.ts';
import { configFile, generateConfig } from './config-file.ts';
import { ownServer } from './own-server.ts';

it('lists builds and tells how they stand without any worker', { timeout: 60_000 }, async () => {
  const { client } = await ownServer();
  const build = await client.start(await loadConfig(configFile(generateConfig()), { env: {} }));
  const list = await vi.waitUntil(
    async () => {
      const builds: BuildInfo[] = [];
      for await (const each of client.list()) builds.push(each);
      return builds.length > 0 && builds;
    },
    { timeout: 20_000 },
  );
  expect(list).toEqual([
    expect.objectContaining({ id: 'demo', recipe: 'generate', state: 'running', runId: build.runId }),
  ]);
  expect(await build.progress()).toBeUndefined();
  expect(build.uiUrl('http://ui/')).toBe(`http://ui/namespaces/default/workflows/demo/${build.runId}`);
  await expect(client.get('nobody').info()).rejects.toThrow(BuildUnknown);
  await expect(client.get('nobody').progress()).rejects.toThrow(BuildUnknown);
  await expect(client.get('nobody').pause()).rejects.toThrow(/no build of nobody/);
});
