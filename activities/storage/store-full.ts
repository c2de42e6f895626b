import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** No space left (or the quota is used up) while writing. What was written before is complete and stays. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  readonly path: string;

  constructor(path: string, free: string, options?: ErrorOptions) {
    super(
      `${path} could not be written: the disk is full (${free}). ` +
        'Free some space and resume the build: nothing that was finished is lost or asked again.',
      options,
    );
    this.path = path;
  }
}

/** The error for a path that met ENOSPC or EDQUOT, with what the disk says is free there. */
export async function storeFull(path: string, cause: unknown): Promise<StoreFull> {
  return new StoreFull(path, await freeAt(dirname(path)), { cause });
}

/** Free space of the disk that holds a folder, for a message. */
export async function freeAt(folder: string): Promise<string> {
  try {
    const disk = await statfs(folder);
    return `${((disk.bavail * disk.bsize) / 1024 ** 2).toFixed(1)} MiB free at ${folder}`;
  } catch {
    return 'free space unknown';
  }
}
