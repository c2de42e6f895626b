import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const day = 24 * 60 * 60 * 1000;

/** Removes files that killed processes left unfinished, once they are a day old. Best effort: never throws. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const age = await stat(path)
      .then((file) => Date.now() - file.mtimeMs)
      .catch(() => 0);
    if (age > day) await rm(path, { force: true }).catch(() => undefined);
  }
}
