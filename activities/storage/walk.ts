import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, onFile } from './file-fault.ts';
import { unfinishedFolder } from './key.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import type { StoredObject } from './store.ts';

/** Files below a folder whose relative name begins with `prefix`, in byte order of those names. */
export async function* walk(root: string, prefix: string): AsyncGenerator<StoredObject> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* below(root, folder, prefix);
}

async function* below(root: string, folder: string, prefix: string): AsyncGenerator<StoredObject> {
  for (const name of await namesIn(join(root, folder))) {
    const key = folder + name;
    // Nothing else is looked into: a shard lists its answers in a folder that holds those of all shards.
    if (!key.startsWith(prefix)) continue;
    if (name.endsWith('/')) {
      if (key !== `${unfinishedFolder}/`) yield* below(root, key, prefix);
    } else {
      const file = await statOf(join(root, key));
      if (file !== undefined) yield { key, bytes: file.size, modifiedAt: file.mtimeMs };
    }
  }
}

/** Names in a folder, folders with a slash at the end: so sorted, the walk meets whole keys in order. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await onFile(folder, () => readdir(folder, { withFileTypes: true }));
  } catch (error) {
    const code = codeOf(error instanceof StoreUnavailable ? error.cause : error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
