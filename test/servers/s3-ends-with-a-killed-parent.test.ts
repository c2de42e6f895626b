import { expect, test } from 'vitest';
import { z } from 'zod';
import { isAlive } from '../../infra/servers/process-alive.ts';
import { startParent } from './killed-parent.ts';
import { temporaryFolder } from './temporary-folder.ts';

const printed = z.object({ pid: z.int(), endpoint: z.url() });

test('the S3 server ends when its starter is killed', async () => {
  const parent = await startParent('s3.ts', [temporaryFolder()]);
  const { pid, endpoint } = printed.parse(JSON.parse(parent.line));
  expect((await fetch(`${endpoint}/health`)).status).toBe(200);

  await parent.kill();

  await expect.poll(() => isAlive(pid)).toBe(false);
  await expect(fetch(`${endpoint}/health`)).rejects.toThrow('fetch failed');
});
