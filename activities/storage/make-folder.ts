import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './file-fault.ts';
import { FolderUnusable } from './folder-unusable.ts';

/**
 * Makes a folder with all above it that are missing. Node's own recursive `mkdir` says ENOENT of a read-only file
 * system and of a link that leads nowhere, and does not come back from a file system that makes no folders (/proc): so
 * each is made by itself, and the fault met is the one that is told.
 * @param mode who may use the folder itself, where it is made. @default what the umask says
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  if (await madeOrThere(path, mode)) return;
  const parent = dirname(path);
  if (parent !== path) {
    await makeFolder(parent);
    if (await madeOrThere(path, mode)) return;
  }
  throw new FolderUnusable(path, 'no folder can be made there. Name another folder.');
}

/** False where the folder above is missing. */
async function madeOrThere(path: string, mode?: number): Promise<boolean> {
  try {
    await mkdir(path, mode);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return false;
    // Some systems say of a folder that is there that it is on a read-only file system, or nobody's to make.
    if (await isFolder(path)) return true;
    if (code === 'EEXIST')
      throw new FolderUnusable(
        path,
        'it is a file, or a link to nothing that is there. Move it away, or name another folder.',
      );
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
