import { randomUUID } from 'node:crypto';
import { copyFile, link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './file-fault.ts';
import { makeFolder } from './make-folder.ts';
import type { Written } from './store.ts';

/** Writes bytes to a new file in `folder` that survives a power cut, and gives its path. */
export async function writeUnfinished(folder: string, bytes: Uint8Array | string): Promise<string> {
  const path = nameUnfinished(folder);
  try {
    const file = await inFolder(path, () => open(path, 'wx'));
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Moves a file to its final name, unless that name is taken. */
export async function publish(from: string, to: string, unfinished: string): Promise<Written> {
  const source = await onSameDisk(from, to, unfinished);
  try {
    await sync(source);
    const written = await give(source, to);
    await rm(from, { force: true });
    return written;
  } finally {
    if (source !== from) await rm(source, { force: true });
  }
}

/** Writes bytes to a file of that name, unless it is taken; `unfinished` is a folder on the same disk. */
export async function publishBytes(
  bytes: Uint8Array | string,
  to: string,
  unfinished: string,
): Promise<Written> {
  const source = await writeUnfinished(unfinished, bytes);
  try {
    return await give(source, to);
  } finally {
    await rm(source, { force: true });
  }
}

/**
 * Gives a synced file its final name. A hard link is the one step that both publishes a complete file and fails if another
 * process was first; the old name goes afterwards.
 */
async function give(source: string, to: string): Promise<Written> {
  const written = await inFolder(to, () => linkOnce(source, to));
  if (written === 'written') await sync(dirname(to));
  return written;
}

/** Moves a synced file over whatever has the name now. */
export async function overwrite(from: string, to: string): Promise<void> {
  await inFolder(to, () => rename(from, to));
  await sync(dirname(to));
}

async function linkOnce(from: string, to: string): Promise<Written> {
  try {
    await link(from, to);
    return 'written';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return 'exists';
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return renameOnce(from, to);
    throw error;
  }
}

/** For file systems without hard links: still complete or nothing, but of two writers at one instant the last stays. */
async function renameOnce(from: string, to: string): Promise<Written> {
  if (await isThere(to)) return 'exists';
  await rename(from, to);
  return 'written';
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function onSameDisk(from: string, to: string, unfinished: string): Promise<string> {
  const [source, target] = await Promise.all([lstat(from), inFolder(to, () => lstat(dirname(to)))]);
  if (source.dev === target.dev && source.isFile()) return from;
  const copy = nameUnfinished(unfinished);
  try {
    await inFolder(copy, () => copyFile(from, copy));
    return copy;
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
  }
}

function nameUnfinished(folder: string): string {
  return join(folder, `${process.pid}-${randomUUID()}`);
}

/** Runs an operation that needs the folder of `path`, made on the first need. */
async function inFolder<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(dirname(path));
    return operation();
  }
}

/** Also for folders, whose new entries need it; some file systems cannot sync a folder, and need not. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error;
  } finally {
    await file.close();
  }
}
