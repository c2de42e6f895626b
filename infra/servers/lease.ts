import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive } from './process-alive.ts';

const POLL_MS = 20;
const JOINING = '.joining';

/**
 * A server's users hold a named pipe open for writing; the server's leash reads it, and ends the server when the kernel
 * tells that the last of them has closed it: in order, by a crash or by SIGKILL. The folder of the pipe has an entry for
 * each user as well, for people.
 *
 * A user that comes writes its name into the pipe, and is on board once the leash has renamed its entry: one that comes
 * while the last one leaves gets no reply, and knows that the server is about to end.
 */
export class Lease {
  readonly folder: string;
  readonly #name: string;
  #pipe: number | undefined;

  private constructor(folder: string, name: string, pipe: number) {
    this.folder = folder;
    this.#name = name;
    this.#pipe = pipe;
  }

  /**
   * The first lease of a server that is to be started now. `input` is for the standard input of its leash, and to be
   * closed here when that runs. Its folder is named `prefix` and something random, since a former server may be asked
   * still whether it has ended; where that file system has no pipes, it is in another place.
   */
  static async first(prefix: string): Promise<{ lease: Lease; input: number }> {
    const folder = await makePipe(prefix).catch(() => makePipe(join(tmpdir(), 'tunesmith-users-')));
    const pipe = pipeOf(folder);
    // Opening one end waits for the other, unless it is told not to: then reading comes first.
    const trial = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const held = openSync(pipe, constants.O_WRONLY);
    const input = openSync(pipe, constants.O_RDONLY);
    closeSync(trial);
    const name = newName();
    await writeFile(join(folder, name), '');
    return { lease: new Lease(folder, name, held), input };
  }

  /** A further lease of a server that runs; undefined where it has ended, or is about to: then it is waited for. */
  static async join(folder: string, giveUpAt: number): Promise<Lease | undefined> {
    const pipe = openForWriting(folder);
    if (pipe === undefined) return undefined;
    const name = newName();
    const lease = new Lease(folder, name, pipe);
    try {
      await writeFile(join(folder, name + JOINING), '');
      writeSync(pipe, `${name}\n`);
    } catch (error) {
      await lease.release();
      // The last user has taken the folder away; or nobody reads any more.
      if (hasEnded(folder)) return undefined;
      throw error;
    }
    while (Date.now() < giveUpAt && !hasEnded(folder)) {
      if (await isThere(join(folder, name))) return lease;
      await delay(POLL_MS);
    }
    await lease.release();
    return undefined;
  }

  /** The processes that use the server beside this user. */
  async others(): Promise<number[]> {
    const names = await readdir(this.folder).catch(() => []);
    const pids = names
      .filter((name) => !name.startsWith(this.#name))
      .map((name) => Number.parseInt(name, 10))
      .filter((pid) => !Number.isNaN(pid) && isAlive(pid));
    return [...new Set(pids)];
  }

  /** False once it was given back. */
  get held(): boolean {
    return this.#pipe !== undefined;
  }

  /** Gives it back; the server ends if it was the last. May be called twice. */
  async release(): Promise<void> {
    const pipe = this.#pipe;
    this.#pipe = undefined;
    if (pipe === undefined) return;
    closeSync(pipe);
    const entry = join(this.folder, this.#name);
    await Promise.all([entry, entry + JOINING].map((path) => rm(path, { force: true })));
  }
}

/** Whether the server whose users have this folder has ended: nobody reads the pipe. */
export function hasEnded(folder: string): boolean {
  const pipe = openForWriting(folder);
  if (pipe === undefined) return true;
  closeSync(pipe);
  return false;
}

function openForWriting(folder: string): number | undefined {
  try {
    return openSync(pipeOf(folder), constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENXIO' || code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makePipe(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix);
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', pipeOf(folder)]);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function pipeOf(folder: string): string {
  return join(folder, 'pipe');
}

function newName(): string {
  return `${process.pid}-${randomUUID()}`;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
