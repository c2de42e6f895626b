import { FolderUnusable } from './folder-unusable.ts';
import { storeFull } from './store-full.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** The system's code of a file error, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Runs a file operation on `path`; a full disk or a forbidden path becomes an error that a person can act on. */
export async function onFile<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw (await toldFault(path, error)) ?? error;
  }
}

/** The error for a person that a file error on `path` means; undefined where trying again may help. */
async function toldFault(path: string, error: unknown): Promise<Error | undefined> {
  if (isFull(error)) return storeFull(path, error);
  const reason = unusableBecause(error);
  return reason === undefined
    ? undefined
    : new StoreUnavailable(`${path} cannot be used: ${reason}`, { cause: error });
}

/**
 * The same for a file error that nobody told so far, such as one of a scratch folder: it names its path itself, unless
 * it is of a write. Codes that sockets have as well count only with a path.
 */
export async function faultOfDisk(error: unknown, folder: string): Promise<Error | undefined> {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  if (typeof path === 'string') return toldFault(path, error);
  return isFull(error) || codeOf(error) === 'EROFS' ? toldFault(folder, error) : undefined;
}

/** No space left, or the quota is used up. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
}

/** Why a path cannot be used until a person acts, and how; undefined where trying again may help. */
export function unusableBecause(error: unknown): string | undefined {
  if (error instanceof FolderUnusable) return `${error.path}: ${error.reason}`;
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied. Give the user that runs Tunesmith read and write access, or name another folder.';
    case 'EROFS':
      return 'the file system is read-only. Remount it for writing, or name another folder.';
    case 'ENOTDIR':
      return 'a part of the path is a file, not a folder. Move that file away, or name another folder.';
    case 'ELOOP':
      return 'its links lead in a circle. Mend them, or name another folder.';
    case 'ENAMETOOLONG':
      return 'the path is too long for the file system. Name a shorter one.';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open. Raise the limit (ulimit -n) or run fewer lanes.';
    default:
      return undefined;
  }
}
