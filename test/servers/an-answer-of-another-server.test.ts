import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TUNESMITH_SEARCH_ATTRIBUTES } from '../../connection/search-attributes.ts';
import { findTemporalBinary } from '../../infra/servers/temporal-binary.ts';
import { launchTemporal } from '../../infra/servers/temporal-launch.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a server that has lost its port to another one is not taken for started because that one answers', async () => {
  const folder = temporaryFolder();
  const other = await temporalForTest({ dbPath: join(folder, 'other.db'), headless: true });
  const layout = {
    dbPath: join(folder, 'own.db'),
    namespace: 'default',
    port: Number(other.address.split(':')[1]),
    uiPort: undefined,
    searchAttributes: TUNESMITH_SEARCH_ATTRIBUTES,
  };
  const launched = launchTemporal(await findTemporalBinary(), layout, join(folder, 'own.log'));
  await expect(launched).rejects.toMatchObject({ name: 'TemporalStartError', portTaken: true });
});
