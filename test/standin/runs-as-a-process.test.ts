import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { say } from './posting.ts';

vi.setConfig({ testTimeout: 30_000 });

const MAIN = fileURLToPath(new URL('../../infra/standin/main.ts', import.meta.url));
const lineSchema = z.object({ url: z.url(), pid: z.number(), note: z.string() });

function run(flags: string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...flags], {
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function listening(child: ChildProcessWithoutNullStreams) {
  const first: unknown[] = await once(createInterface(child.stdout), 'line');
  return lineSchema.parse(JSON.parse(String(first[0])));
}

test('it prints where it listens and that it is no language model, and ends on SIGTERM', async () => {
  const child = run(['--mistakes', '0', '--answer-words', '12'], { TUNESMITH_STANDIN_FIVE_SHARE: '0.45' });
  const { url, note } = await listening(child);
  expect(note).toContain('no language model');
  expect((await say(url, 'Tell me about tides.')).text.split(/\s+/)).toHaveLength(12);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('--die-with-parent ends it when its standard input closes', async () => {
  const child = run(['--die-with-parent']);
  await listening(child);
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a wrong flag ends it with exit code 2 and one readable message', async () => {
  const child = run(['--slots', 'many']);
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += String(text)));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(complaint).toContain("--slots takes a number, but was given 'many'");
  expect(complaint).not.toContain('    at ');
});
