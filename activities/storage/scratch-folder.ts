import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Gives a folder of its own below `scratchDir`, whose name begins with `name`; it is gone afterwards, whatever happens. */
export async function withScratch<T>(
  scratchDir: string,
  name: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(scratchDir, { recursive: true });
  const folder = await mkdtemp(join(scratchDir, `${name}-`));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
