import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { BuildFailed, loadConfig } from '../../client/index.ts';
import { openHome } from '../../workers/home.ts';
import { startWorkers } from '../../workers/start.ts';
import { configFile, generateConfig } from './config-file.ts';
import { ownServer } from './own-server.ts';

it('a failed build is told in the words of what failed, without a stack', async () => {
  const { client, address, folder } = await ownServer();
  const home = await openHome({ TUNESMITH_HOME: join(folder, 'home') });
  const workers = await startWorkers({
    address,
    namespace: 'default',
    home,
    env: {},
    kinds: ['builds'],
  });
  onTestFinished(() => workers.stop());
  const text = generateConfig(`store: ${join(folder, 'store')}`).replace(':8000', ':9');
  const build = await client.start(await loadConfig(configFile(text), { env: {} }));
  const error: unknown = await build.result().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BuildFailed);
  expect(error).toMatchObject({ build: 'demo', kind: 'EndpointsNotReady' });
  expect(String(error)).toMatch(/default \(http:\/\/127\.0\.0\.1:9\/v1, role model\): .*refused/);
  expect(String(error)).not.toMatch(/\n\s+at /);
});
