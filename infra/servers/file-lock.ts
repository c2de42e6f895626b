import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './process-alive.ts';

const RENEW_MS = 5_000;
/** A holder that has not renewed for so long is gone, even if its process id lives on in another process. */
const STALE_MS = 60_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process runs work under the same `path`. The lock of a killed process is taken over.
 * `onWait` is called once when another process holds it, with that process's id.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: (pid: number) => void = () => {},
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  let waiting = false;
  while (!(await tryCreate(path))) {
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (holder.stale) {
      await takeAway(path, holder.text);
      continue;
    }
    if (!waiting) onWait(holder.pid);
    waiting = true;
    await delay(POLL_MS);
  }
  const renewal = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, RENEW_MS);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rm(path, { force: true });
  }
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid} ${randomUUID()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return false;
    // A full disk takes an empty file, which others would wait for.
    if (code === 'ENOSPC' || code === 'EDQUOT') await rm(path, { force: true });
    throw error;
  }
}

async function holderOf(path: string): Promise<{ pid: number; text: string; stale: boolean } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const pid = Number.parseInt(text, 10);
    const age = Date.now() - mtimeMs;
    // Between its creation and its first write the file is empty for a moment.
    const dead = Number.isNaN(pid) ? age > POLL_MS * 10 : !isAlive(pid);
    return { pid, text, stale: dead || age > STALE_MS };
  } catch {
    return undefined;
  }
}

/** Renames before removing: of two processes that find the same stale lock, one only removes what it read. */
async function takeAway(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== expected) await rename(aside, path);
    else await rm(aside);
  } catch {
    // Another process took it away first.
  }
}
