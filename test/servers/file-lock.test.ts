import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from '../../infra/servers/file-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('work under one lock never overlaps, and the lock is gone afterwards, also after an error', async () => {
  const lock = join(temporaryFolder(), 'lock');
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    throw new Error('work failed');
  };
  const results = await Promise.allSettled([1, 2, 3].map(() => withFileLock(lock, work)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that has ended is taken over', async () => {
  const lock = join(temporaryFolder(), 'lock');
  const ended = spawn(process.execPath, ['-e', '']);
  await once(ended, 'exit');
  writeFileSync(lock, `${ended.pid} left behind\n`);
  expect(await withFileLock(lock, async () => 'done')).toBe('done');
});
