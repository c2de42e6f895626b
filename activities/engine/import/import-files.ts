import type { Store } from '../../storage/store.ts';
import { ImportFilesSchema, type ImportFiles } from '../../../schemas/build/task.ts';
import type { SourceFile } from '../../../schemas/table/corpus.ts';
import { readStored } from '../../storage/stored-json.ts';
import { importFilesKey } from '../tables/keys.ts';

/** Keeps which files an import was of, to compare it with a later one. The digest decides what is in it. */
export async function keepImportFiles(
  store: Store,
  digest: string,
  files: readonly SourceFile[],
): Promise<void> {
  const key = importFilesKey(digest);
  // A million files are a long list to send for nothing.
  if (await store.has(key)) return;
  const kept: ImportFiles = {
    format: 'tunesmith-import-files-1',
    files: files.map(({ uri, fingerprint }) => [uri, fingerprint]),
  };
  await store.putBytes(key, `${JSON.stringify(kept)}\n`);
}

/** The files that an import was of; undefined where an earlier release made it. */
export async function importFiles(store: Store, digest: string): Promise<ImportFiles | undefined> {
  return readStored(store, importFilesKey(digest), ImportFilesSchema);
}
