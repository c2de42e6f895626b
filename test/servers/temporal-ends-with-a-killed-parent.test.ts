import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { startParent } from './killed-parent.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

const printed = z.object({ pid: z.int(), address: z.string() });

test('the server ends when its starter is killed, and the file can be served again at the same address', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const parent = await startParent('temporal.ts', [dbPath]);
  const { pid, address } = printed.parse(JSON.parse(parent.line));
  expect(isAlive(pid)).toBe(true);

  await parent.kill();
  const next = await temporalForTest({ dbPath, headless: true });

  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(next.pid).not.toBe(pid);
  expect(next.address).toBe(address);
});
