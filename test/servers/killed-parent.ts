import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Parent {
  /** The first line it printed. */
  line: string;
  /** Resolves when the parent is dead by SIGKILL, which it cannot handle. */
  kill(): Promise<void>;
}

/** Runs a script of parents/ in a process of its own until it has printed a line. */
export async function startParent(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Parent> {
  const path = fileURLToPath(new URL(`parents/${script}`, import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exit = once(parent, 'exit');
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  for await (const line of createInterface({ input: parent.stdout })) {
    const kill = async () => {
      parent.kill('SIGKILL');
      await exit;
    };
    return { line, kill };
  }
  throw new Error(`${script} ended before it printed a line.`);
}
