import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the Web UI is served and reaches the server; a headless start serves none', async () => {
  const { uiUrl } = await temporalForTest({ dbPath: join(temporaryFolder(), 'temporal.db') });
  const page = await fetch(`${uiUrl}/namespaces/default/workflows`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  const namespace = await fetch(`${uiUrl}/api/v1/namespaces/default`);
  expect(await namespace.json()).toMatchObject({ namespaceInfo: { name: 'default' } });

  const headless = await temporalForTest({
    dbPath: join(temporaryFolder(), 'temporal.db'),
    headless: true,
  });
  expect(headless.uiUrl).toBeUndefined();
});
