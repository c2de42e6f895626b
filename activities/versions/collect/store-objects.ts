import type { Freed } from '../../../schemas/dataset/collection.ts';
import type { Store } from '../../storage/store.ts';

/** What is in a folder of the store. */
export interface Folder {
  readonly key: string;
  readonly objects: number;
  readonly bytes: number;
  /** Milliseconds since 1970, by the store's clock. */
  readonly newestAt: number;
}

/** A folder as a collection tells of it. */
export function freed({ key, objects, bytes }: Folder): Freed {
  return { key, objects, bytes };
}

/** The folders below a prefix, whose keys come one folder after the other: only one is held at a time. */
export async function* foldersOf(store: Store, prefix: string, depth: number): AsyncGenerator<Folder> {
  let folder: Folder | undefined;
  for await (const { key, bytes, modifiedAt } of store.list(prefix)) {
    const parts = key.split('/');
    if (parts.length <= depth) continue;
    const name = parts.slice(0, depth).join('/');
    if (folder?.key !== name) {
      if (folder !== undefined) yield folder;
      folder = { key: name, objects: 0, bytes: 0, newestAt: 0 };
    }
    folder = {
      key: name,
      objects: folder.objects + 1,
      bytes: folder.bytes + bytes,
      newestAt: Math.max(folder.newestAt, modifiedAt),
    };
  }
  if (folder !== undefined) yield folder;
}
