import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LogFile } from './log-file.ts';

export interface ServerProcess {
  readonly pid: number;
  readonly log: LogFile;
  /** The exit code or the signal once the process has ended. */
  readonly ended: Promise<string>;
  /** `undefined` while the process runs. */
  endedWith(): string | undefined;
  /** Asks the process group to stop, and makes it after `graceMs`. Resolves when it is gone; may be called twice. */
  stop(graceMs?: number): Promise<void>;
}

export interface ServerCommand {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** Standard output and error are appended here. */
  logFile: string;
  /** Its standard input, closed here once it runs. @default a pipe that this process holds as long as it lives */
  input?: number;
  /** @default this process's */
  cwd?: string;
}

/**
 * Starts a server that reads its standard input's end as "my users are gone". It leads its own process group, so
 * that Ctrl-C in the terminal reaches us first and we stop it in order; it does not keep our event loop alive.
 * @throws Error when the command cannot be started.
 */
export async function startServerProcess({
  command,
  args,
  env,
  logFile,
  input,
  cwd,
}: ServerCommand): Promise<ServerProcess> {
  const log = new LogFile(logFile);
  const output = openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, {
    detached: true,
    stdio: [input ?? 'pipe', output, output],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(output);
  if (input !== undefined) closeSync(input);
  let end: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      end = signal ?? `exit code ${code}`;
      resolve(end);
    });
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} started without a process id.`);
  child.unref();
  // Held open for our lifetime; the error of writing to a process that ended is of no interest.
  child.stdin?.on('error', () => {});
  if (child.stdin instanceof Socket) child.stdin.unref();

  async function stop(graceMs = 15_000): Promise<void> {
    if (end !== undefined) return;
    signalGroup(pid, 'SIGTERM');
    const gaveUp = new AbortController();
    const forced = delay(graceMs, undefined, { signal: gaveUp.signal }).then(
      () => signalGroup(pid, 'SIGKILL'),
      () => undefined,
    );
    child.ref();
    await ended;
    gaveUp.abort();
    await forced;
  }
  return { pid, log, ended, endedWith: () => end, stop };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended in between.
  }
}
