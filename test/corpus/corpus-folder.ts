import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { listSources } from '../../activities/corpus/list-sources.ts';
import type { RecordLine, Tally } from '../../activities/corpus/line.ts';
import { readDocuments, type DocumentLine } from '../../activities/corpus/read-documents.ts';
import { readRecords } from '../../activities/corpus/read-records.ts';
import { CorpusSchema, type SourceFile } from '../../schemas/table/corpus.ts';

export const noObjects = () => {
  throw new Error('a local corpus asked for the object store');
};

/** A folder with these files, gone after the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-corpus-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

export async function onlySource(name: string, content: string | Uint8Array): Promise<SourceFile> {
  const folder = await folderWith({ [name]: content });
  const [file] = await listSources({ files: [name] }, folder, noObjects);
  if (file === undefined) throw new Error('no file was listed');
  return file;
}

/** Everything that a file's reader says, and its tally. */
export async function readAll(
  file: SourceFile,
  maxBytes = 10_000_000,
): Promise<{ lines: RecordLine[]; tally: Tally }> {
  const lines: RecordLine[] = [];
  const reader = readRecords(file, { maxBytes, objects: noObjects });
  for (;;) {
    const next = await reader.next();
    if (next.done === true) return { lines, tally: next.value };
    lines.push(next.value);
  }
}

/** Documents and rejects of a corpus of these files. */
export async function documentsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  config: Readonly<Record<string, unknown>> = {},
): Promise<DocumentLine[]> {
  const folder = await folderWith(files);
  const corpus = CorpusSchema.parse({ files: Object.keys(files), ...config });
  const lines: DocumentLine[] = [];
  const sources = await listSources(corpus, folder, noObjects);
  for await (const line of readDocuments(sources, corpus, { objects: noObjects })) lines.push(line);
  return lines;
}

/** `line reason` of each reject. */
export function reasonsOf(lines: readonly DocumentLine[] | readonly RecordLine[]): string[] {
  return lines.flatMap((line) => ('reject' in line ? [`${String(line.line)} ${line.reject.reason}`] : []));
}
