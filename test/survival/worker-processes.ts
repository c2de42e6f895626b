import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TemporalServer } from '../../infra/servers/temporal.ts';

export interface WorkerProcess {
  /** Ends it by SIGKILL, which it cannot handle; resolves when it is gone. */
  kill(): Promise<void>;
}

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));

/** What is built, where it is built of these sources (`shared-by-all.ts`), loads in half the time of the sources. */
function worker(): string[] {
  const built = process.env['TUNESMITH_TEST_COMMAND'] ?? '';
  if (built !== '') return [script, dirname(dirname(built)), '.js'];
  return ['--import', 'tsx', script, fileURLToPath(new URL('../..', import.meta.url)), '.ts'];
}

/** Starts all workers in a process of their own and waits until they take work; `home` is its TUNESMITH_HOME. */
export async function startWorkerProcess(
  { address, namespace }: Pick<TemporalServer, 'address' | 'namespace'>,
  home: string,
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [...worker(), address, namespace], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TUNESMITH_HOME: home },
  });
  const gone = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  child.stdin.on('error', () => undefined);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-4000)));
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') return { kill };
  throw new Error(`The worker process ended before it was ready:\n${words}`);
}
