import { fileDigest } from './file-digest.ts';
import type { Store } from './store.ts';

/**
 * Moves a finished file to a name that others may write as well: true where these very bytes are there now, whoever wrote
 * them. False where others are: they stay, and the file too unless they came at this very moment.
 */
export async function putSame(store: Store, key: string, path: string, sha256: string): Promise<boolean> {
  if (!(await store.has(key)) && (await store.putFile(key, path)) === 'written') return true;
  return (await fileDigest(await store.fetch(key))).sha256 === sha256;
}
