import type { CorpusConfig, Document, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { documentOf } from './document-of.ts';
import type { LineReject } from './line.ts';
import { readRowsOf, type ReadIo } from './read-rows.ts';

export type DocumentLine =
  | { readonly file: string; readonly line: number; readonly document: Document }
  | { readonly file: string; readonly line: number; readonly reject: LineReject };

/** Documents of one file, and a reject with its line for everything in it that is none. */
export async function* readDocumentsOf(
  file: SourceFile,
  corpus: Pick<CorpusConfig, 'where' | 'maxBytes' | 'columns'>,
  io: ReadIo,
): AsyncGenerator<DocumentLine> {
  const { where, maxBytes, columns } = corpus;
  for await (const row of readRowsOf(file, { where, maxBytes, id: columns.id }, io)) {
    const at = { file: file.name, line: row.line };
    if ('reject' in row) yield { ...at, reject: row.reject };
    else yield { ...at, ...documentOf(row.fields, columns, file.name) };
  }
}

/**
 * Documents of all files in their order, up to the corpus's limit. Equal documents come as often as they are there,
 * with equal ids. Throws CorpusUnreadable at the end if not one document was usable.
 */
export async function* readDocuments(
  files: readonly SourceFile[],
  corpus: Pick<CorpusConfig, 'where' | 'maxBytes' | 'columns' | 'limit'>,
  io: ReadIo,
): AsyncGenerator<DocumentLine> {
  let documents = 0;
  const reasons = new Map<string, number>();
  for (const file of files) {
    for await (const line of readDocumentsOf(file, corpus, io)) {
      yield line;
      if ('reject' in line) reasons.set(line.reject.reason, (reasons.get(line.reject.reason) ?? 0) + 1);
      else documents += 1;
      if (documents === corpus.limit) return;
    }
  }
  if (documents === 0) throw nothingUsable(files, reasons, documentWanted);
}

export const documentWanted = {
  what: 'document',
  fix: 'Documents are records with a `text`: see corpus.columns for other names, corpus.where for the filters',
};

/** The error for a corpus that gave nothing to work on; `what` it should have given, and how to find it. */
export function nothingUsable(
  files: readonly Pick<SourceFile, 'name'>[],
  reasons: ReadonlyMap<string, number>,
  { what, fix }: { what: string; fix: string },
): CorpusUnreadable {
  const first = files.slice(0, 3).map((file) => file.name);
  const path =
    files.length > 3 ? `${first.join(', ')} and ${String(files.length - 3)} more` : first.join(', ');
  const counts = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 3);
  return new CorpusUnreadable({
    path,
    problem:
      counts.length === 0
        ? 'the corpus is empty'
        : `no ${what} is usable (${counts.map(([reason, count]) => `${reason}: ${String(count)}`).join('; ')})`,
    fix: fixFor(reasons) ?? fix,
  });
}

/** What to do where nearly all was refused for the way in which the files are written. */
function fixFor(reasons: ReadonlyMap<string, number>): string | undefined {
  const [most] = [...reasons].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (most === 'malformed CSV')
    return 'Set csv.delimiter and csv.quote to those of the files; their header decides where these are left out';
  if (most === 'malformed JSON')
    return 'Records are JSON objects, one a line, in a list, or one after the other; set format if the files are something else';
  return most === 'invalid UTF-8'
    ? 'Write the files in UTF-8, or set encoding to what they are in, such as windows-1252'
    : undefined;
}
