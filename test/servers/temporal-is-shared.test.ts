import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

test(
  'two starts on one file get one server, and only the starter stops it',
  { timeout: 60_000 },
  async () => {
    const dbPath = join(temporaryFolder(), 'temporal.db');
    const [one, other] = await Promise.all([
      temporalForTest({ dbPath, headless: true }),
      temporalForTest({ dbPath, headless: true }),
    ]);
    expect(other).toMatchObject({ address: one.address, pid: one.pid });

    const shared = await temporalForTest({ dbPath, headless: true });
    expect(shared.how).toBe(`the server that process ${process.pid} started on the same file`);
    await shared.stop();
    expect(isAlive(shared.pid ?? 0)).toBe(true);
  },
);
