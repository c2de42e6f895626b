import { expect, it } from 'vitest';
import { BuildUnknown, loadConfig, type BuildInfo } from '../../client/index.ts';
import { configFile, generateConfig } from './config-file.ts';
import { until } from '../survival/until.ts';
import { ownServer } from './own-server.ts';

it('lists builds and tells how they stand without any worker', async () => {
  const { client } = await ownServer();
  const build = await client.start(await loadConfig(configFile(generateConfig()), { env: {} }));
  const list = await until('it is listed', async () => {
    const builds: BuildInfo[] = [];
    for await (const each of client.list()) builds.push(each);
    return builds.length > 0 && builds;
  });
  expect(list).toEqual([
    expect.objectContaining({ id: 'demo', recipe: 'generate', state: 'running', runId: build.runId }),
  ]);
  expect(await build.progress()).toBeUndefined();
  expect(build.uiUrl('http://ui/')).toBe(`http://ui/namespaces/default/workflows/demo/${build.runId}`);
  await expect(client.get('nobody').info()).rejects.toThrow(BuildUnknown);
  await expect(client.get('nobody').progress()).rejects.toThrow(BuildUnknown);
  await expect(client.get('nobody').pause()).rejects.toThrow(/no build of nobody/);
});
