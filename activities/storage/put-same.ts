import { randomUUID } from 'node:crypto';
import { copyFile, link, rm } from 'node:fs/promises';
import { fileDigest } from './file-digest.ts';
import type { Store } from './store.ts';

/**
 * Puts a finished file under a name that others may write as well: true where these very bytes are there now, whoever
 * wrote them; false where others are, which stay. The file itself stays where it is.
 */
export async function putSame(store: Store, key: string, path: string, sha256: string): Promise<boolean> {
  if (!(await store.has(key)) && (await putCopy(store, key, path))) return true;
  return (await fileDigest(await store.fetch(key))).sha256 === sha256;
}

/** The store takes the file that it is given: a second name costs nothing where file systems have them. */
async function putCopy(store: Store, key: string, path: string): Promise<boolean> {
  const copy = `${path}-${randomUUID()}`;
  try {
    await link(path, copy).catch(() => copyFile(path, copy));
    return (await store.putFile(key, copy)) === 'written';
  } finally {
    await rm(copy, { force: true });
  }
}
