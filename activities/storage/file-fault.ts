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
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw await storeFull(path, error);
    const reason = reasonOf(code);
    if (reason === undefined) throw error;
    throw new StoreUnavailable(`${path} cannot be used: ${reason}`, { cause: error });
  }
}

function reasonOf(code: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied. Give the user that runs Tunesmith read and write access, or name another folder.';
    case 'EROFS':
      return 'the file system is read-only. Remount it for writing, or name another folder.';
    case 'ENOTDIR':
      return 'a part of the path is a file, not a folder. Move that file away, or name another folder.';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open. Raise the limit (ulimit -n) or run fewer lanes.';
    default:
      return undefined;
  }
}
