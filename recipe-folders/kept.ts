import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { overwrite, writeUnfinished } from '../activities/storage/atomic-write.ts';

/**
 * A file that is made once for the same contents and the same program; made anew each time where the sources run
 * (`program` undefined). Several processes may make it at once: each moves its own into place. Returns its path.
 */
export async function kept(
  folder: string,
  name: string,
  program: string | undefined,
  make: () => Promise<string>,
): Promise<string> {
  const path = join(folder, `${program?.slice(0, 16) ?? `sources-${process.pid}`}-${name}`);
  if (program !== undefined && existsSync(path)) return path;
  await overwrite(await writeUnfinished(folder, await make()), path);
  return path;
}
