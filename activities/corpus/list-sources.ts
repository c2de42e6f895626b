import type { FilesInput, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { localSources } from './local-sources.ts';
import { isObjectUri, type ObjectSourceFactory } from './object-source.ts';
import { objectSources } from './object-sources.ts';

/**
 * Files that the input names, each once, in the order of their URIs, so that two builds see the same list. Of a folder
 * with a dataset card they are those that the card names. Throws CorpusUnreadable for a path that is missing, may not be
 * read, matches nothing, or is of no known format.
 */
export async function listSources(
  input: FilesInput,
  baseFolder: string,
  objects: ObjectSourceFactory,
): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const entry of input.files) {
    const sources = isObjectUri(entry)
      ? await objectSources(entry, input, await objects())
      : await localSources(entry, input, baseFolder);
    for (const source of sources) found.set(source.uri, source);
  }
  const files = [...found.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  if (files.every((file) => file.bytes === 0)) {
    throw new CorpusUnreadable({
      path: input.files.join(', '),
      problem: `the corpus is empty: ${files.length === 1 ? 'the file has' : `all ${String(files.length)} files have`} 0 bytes`,
      fix: 'Check that the files were written completely',
    });
  }
  return files;
}
