import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { overwrite, publish, publishBytes, writeUnfinished } from './atomic-write.ts';
import { codeOf, onFile } from './file-fault.ts';
import { checkKey, checkPrefix, unfinishedFolder } from './key.ts';
import { makeFolder } from './make-folder.ts';
import { ObjectMissing } from './object-missing.ts';
import type { Store, StoredObject, Written } from './store.ts';
import { sweep } from './sweep.ts';
import { walk } from './walk.ts';

/** A store in a folder, safe for any number of processes on it. */
export class LocalStore implements Store {
  readonly uri: string;
  readonly #unfinished: string;

  constructor(root: string) {
    this.uri = root;
    this.#unfinished = join(root, unfinishedFolder);
  }

  /** Makes the folder, sees that it can be written, and clears what killed processes left behind. */
  async open(): Promise<this> {
    await onFile(this.uri, async () => {
      await makeFolder(this.#unfinished);
      // The folder may be there already on a file system that has become read-only, or belong to somebody else.
      await rm(await writeUnfinished(this.#unfinished, ''));
    });
    await sweep(this.#unfinished);
    return this;
  }

  async fetch(key: string): Promise<string> {
    if (!(await this.has(key))) throw new ObjectMissing(key, this.locate(key));
    return this.locate(key);
  }

  async putFile(key: string, path: string): Promise<Written> {
    const place = this.locate(key);
    return onFile(place, () => publish(path, place, this.#unfinished));
  }

  async putBytes(key: string, bytes: Uint8Array | string): Promise<Written> {
    const place = this.locate(key);
    return onFile(place, () => publishBytes(bytes, place, this.#unfinished));
  }

  async getBytes(key: string): Promise<Uint8Array | undefined> {
    const place = this.locate(key);
    return onFile(place, async () => {
      try {
        return await readFile(place);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    });
  }

  async replace(key: string, bytes: Uint8Array | string): Promise<void> {
    const place = this.locate(key);
    await onFile(place, async () => {
      const path = await writeUnfinished(this.#unfinished, bytes);
      try {
        await overwrite(path, place);
      } finally {
        await rm(path, { force: true });
      }
    });
  }

  async has(key: string): Promise<boolean> {
    const place = this.locate(key);
    return onFile(place, async () => {
      try {
        return (await stat(place)).isFile();
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    });
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    checkPrefix(prefix);
    return walk(this.uri, prefix);
  }

  async remove(key: string): Promise<void> {
    const place = this.locate(key);
    await onFile(place, () => rm(place, { force: true }));
  }

  /** Nothing: what `fetch` gives is the object itself. */
  forget(): Promise<void> {
    return Promise.resolve();
  }

  locate(key: string): string {
    checkKey(key);
    return join(this.uri, ...key.split('/'));
  }
}

/** No file has that name: nothing, a folder, or a name below a file. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');
}
