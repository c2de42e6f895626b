import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startTemporal } from '../../infra/servers/temporal.ts';
import { temporaryFolder } from './temporary-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('TEMPORAL_ADDRESS names the server, and nothing is started', async () => {
  vi.stubEnv('TEMPORAL_ADDRESS', 'temporal.internal:7233');
  vi.stubEnv('TEMPORAL_NAMESPACE', 'datasets');
  vi.stubEnv('TEMPORAL_UI_URL', 'https://temporal.internal');
  const dbPath = join(temporaryFolder(), 'data', 'temporal.db');
  expect(await startTemporal({ dbPath })).toMatchObject({
    address: 'temporal.internal:7233',
    namespace: 'datasets',
    uiUrl: 'https://temporal.internal',
    how: 'TEMPORAL_ADDRESS',
  });
  expect(existsSync(join(dbPath, '..'))).toBe(false);
});
