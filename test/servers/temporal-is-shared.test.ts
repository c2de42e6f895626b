import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { whyNotReady } from '../../infra/servers/temporal-answers.ts';
import { startParent } from './killed-parent.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

const printed = z.object({ pid: z.int(), address: z.string() });

/** Whether any process of the server's group is there: its leash, or what it runs. */
function isGroupAlive(pid: number): boolean {
  return isAlive(-pid);
}

test('two starts on one file get one server, which ends with the last that leaves it', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const [one, other] = await Promise.all([
    temporalForTest({ dbPath, headless: true }),
    temporalForTest({ dbPath, headless: true }),
  ]);
  expect(other).toMatchObject({ address: one.address, pid: one.pid });
  const shared = await temporalForTest({ dbPath, headless: true });
  expect(shared.how).toBe(`the server that process ${process.pid} started on the same file`);

  await one.stop();
  await shared.stop();
  expect(await whyNotReady(one.address, 'default', {})).toBeUndefined();
  await other.stop();
  await expect.poll(() => isGroupAlive(one.pid ?? 0)).toBe(false);
});

test('the server stays for a second process when the first, which started it, is killed, and leaves nothing behind', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const first = await startParent('temporal.ts', [dbPath]);
  const second = await startParent('temporal.ts', [dbPath]);
  const { pid, address } = printed.parse(JSON.parse(first.line));
  expect(printed.parse(JSON.parse(second.line))).toEqual({ pid, address });

  await first.kill();
  const third = await temporalForTest({ dbPath, headless: true });
  expect(third.pid).toBe(pid);
  expect(await third.others()).toHaveLength(1);
  await third.stop();
  expect(await whyNotReady(address, 'default', {})).toBeUndefined();

  await second.kill();
  await expect.poll(() => isGroupAlive(pid)).toBe(false);
});

test('whoever comes while the last one leaves gets a server that stays', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  let server = await temporalForTest({ dbPath, headless: true });
  for (let round = 0; round < 5; round++) {
    const leaving = server.stop();
    server = await temporalForTest({ dbPath, headless: true });
    await leaving;
    expect(await whyNotReady(server.address, 'default', {})).toBeUndefined();
  }
});

test('the end of a server is noticed by everybody who uses it', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const parent = await startParent('temporal.ts', [dbPath]);
  const { pid } = printed.parse(JSON.parse(parent.line));
  const server = await temporalForTest({ dbPath, headless: true });
  process.kill(-pid, 'SIGKILL');
  await server.ended;
});
