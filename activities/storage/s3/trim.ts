import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the longest unused files below `folder` until at most nine tenths of `limit` bytes are left. */
export async function trim(folder: string, limit: number, keep: number): Promise<void> {
  const files = await filesIn(folder);
  let total = files.reduce((sum, file) => sum + file.size, 0);
  if (total <= limit) return;
  const before = Date.now() - keep;
  for (const file of files.sort((left, right) => left.usedAt - right.usedAt)) {
    if (total <= limit * 0.9 || file.usedAt > before) return;
    await rm(file.path, { force: true });
    total -= file.size;
  }
}

interface CachedFile {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

async function filesIn(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = await Promise.all(names.map((name) => fileAt(join(folder, name))));
  return found.filter((file) => file !== undefined);
}

/** Undefined for a folder, and for a file that another process has just removed. */
async function fileAt(path: string): Promise<CachedFile | undefined> {
  const file = await stat(path).catch(() => undefined);
  return file?.isFile() === true ? { path, size: file.size, usedAt: file.mtimeMs } : undefined;
}
