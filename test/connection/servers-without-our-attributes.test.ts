import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig, Tunesmith, type BuildInfo } from '../../client/index.ts';
import { configFile, generateConfig } from '../client/config-file.ts';
import { temporalForTest } from '../servers/temporal-for-test.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { until } from '../survival/until.ts';
import { guardedServer } from './guarded-server.ts';

test('builds start where we may not register attributes, are listed, and get attributes where we may', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const temporal = await temporalForTest({ dbPath, headless: true, searchAttributes: {} });
  const forbidden = /OperatorService/;
  const { address } = await guardedServer(temporal.address, { forbidden });
  const said: string[] = [];
  const connect = async (at: string) => {
    const client = await Tunesmith.connect({ address: at }, { say: (line) => said.push(line) });
    onTestFinished(() => client.close());
    return client;
  };
  const config = await loadConfig(configFile(generateConfig()), { env: {} });
  const restricted = await connect(address);
  const first = await restricted.start(config);
  await restricted.start({ ...config, name: 'second' });
  expect(said).toEqual([
    expect.stringMatching(
      /lacks Tunesmith's search attributes.*temporal operator search-attribute create --namespace default --name TunesmithRecipe --type Keyword/,
    ),
  ]);

  const listed = (client: Tunesmith, count: number) =>
    until(`${count} are listed`, async () => {
      const builds: BuildInfo[] = [];
      for await (const each of client.list()) builds.push(each);
      return builds.length === count ? builds : undefined;
    });
  expect(await listed(restricted, 2)).toContainEqual(
    expect.objectContaining({ id: 'demo', recipe: 'generate', runId: first.runId }),
  );

  const free = await connect(temporal.address);
  await free.start({ ...config, name: 'third' });
  expect(said).toHaveLength(1);
  expect((await listed(free, 3)).map(({ id }) => id).sort()).toEqual(['demo', 'second', 'third']);
  await restricted.start({ ...config, name: 'fourth' });
  await (await connect(address)).start({ ...config, name: 'fifth' });
  expect(said).toHaveLength(1);
});
