import type { StoreConfig } from '../../../schemas/build/store.ts';
import type { FilesInput } from '../../../schemas/table/corpus.ts';
import type { FileRef } from '../../../schemas/build/task.ts';
import { CorpusUnreadable } from '../../corpus/corpus-unreadable.ts';
import { listSources } from '../../corpus/list-sources.ts';
import { objectsBeside } from '../../corpus/s3-source.ts';

/** Files that a workflow's history may hold: about 200 bytes each, of the 2 MB that one result may have. */
const most = 5000;

/** The files that an input names, in the order of their URIs. Throws CorpusUnreadable. */
export async function listFiles(input: FilesInput, store: StoreConfig): Promise<FileRef[]> {
  const files = await listSources(input, '.', objectsBeside(store));
  if (files.length > most)
    throw new CorpusUnreadable({
      path: input.files.join(', '),
      problem: `${String(files.length)} files are too many for a stage's parameters (at most ${String(most)})`,
      fix: 'Join them into fewer files',
    });
  return files.map(({ uri, fingerprint }) => ({ uri, fingerprint }));
}
