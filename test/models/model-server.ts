import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onLeash } from '../../infra/servers/leash.ts';
import { modelsFolder } from './python.ts';

export interface ModelServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `python -m SERVER` on a free port of 127.0.0.1; it ends with this process.
 * @throws Error with what it printed where it does not start.
 */
export async function startModelServer(python: string, server: string, args: string[]): Promise<ModelServer> {
  const leash = onLeash(python, ['-m', server, '--port', '0', ...args]);
  const child = spawn(leash.command, leash.args, {
    cwd: modelsFolder,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    // The repository stays as it is.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const ended = once(child, 'exit');
  const printed: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      printed.push(line);
      const [, found] = /Uvicorn running on (http:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(printed.join('\n'))));
  });
  return {
    url,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
