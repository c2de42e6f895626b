import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { mapConcurrently } from '../concurrently.ts';
import type { StoredFile } from '../engine/tables/tables.ts';

/** Files that are held at once: a large table in a bucket never lies here as a whole. */
const batch = 128;

/** Brings files here, some at a time, and removes them after each use. */
export async function inBatches(
  files: readonly StoredFile[],
  folder: string,
  use: (paths: string[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < files.length; at += batch) {
    const hold = join(folder, randomUUID());
    try {
      await use(await mapConcurrently(files.slice(at, at + batch), 8, (file) => file(hold)));
    } finally {
      await rm(hold, { recursive: true, force: true });
    }
  }
}
