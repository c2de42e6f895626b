import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes every file of a store in a folder ten days old. */
export async function aged(root: string): Promise<void> {
  const then = Date.now() / 1000 - 10 * 24 * 3600;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then);
}
