import { constants, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SourceFile } from '../../schemas/table/corpus.ts';
import { readCsv } from './csv.ts';
import { recordBytes } from './foreign-file.ts';
import { inUtf8 } from './in-utf8.ts';
import { readJson } from './json.ts';
import type { RecordLine, Tally } from './line.ts';
import { isObjectUri, type ObjectSourceFactory } from './object-source.ts';
import { openBytes } from './open-bytes.ts';
import { readParquet } from './parquet.ts';
import { readTextDocuments } from './text-documents.ts';

export interface ReadOptions {
  /** Largest text that will be let in, in bytes; a line of JSON may have four times as many, for escapes, and 1 MiB. */
  readonly maxBytes: number;
  readonly objects: ObjectSourceFactory;
  /** Folder for copies of Parquet files: of objects, and of those with texts that are none. @default the system's own */
  readonly scratch?: string;
}

/**
 * Records of a file, one at a time: memory holds a line and a chunk, never the file. What is no record comes as a
 * reject with its line; a file that is damaged as a whole throws CorpusUnreadable.
 */
export async function* readRecords(
  file: SourceFile,
  options: ReadOptions,
): AsyncGenerator<RecordLine, Tally> {
  if (file.format === 'parquet') return yield* readParquetAnywhere(file, options);
  const opened = openBytes(file, options.objects);
  // Texts may be anything, a page too.
  if (file.format === 'text')
    return yield* readTextDocuments(inUtf8(file, opened), 'blank line', options.maxBytes);
  if (file.format === 'lines')
    return yield* readTextDocuments(inUtf8(file, opened), 'line', options.maxBytes);
  const bytes = inUtf8(file, recordBytes(file, opened));
  const longest = 4 * options.maxBytes + 1_048_576;
  return yield* file.format === 'csv' ? readCsv(file, bytes, longest) : readJson(file, bytes, longest);
}

async function* readParquetAnywhere(
  file: SourceFile,
  options: ReadOptions,
): AsyncGenerator<RecordLine, Tally> {
  const folder = await mkdtemp(join(options.scratch ?? tmpdir(), 'tunesmith-parquet-'));
  try {
    const path = join(folder, 'object.parquet');
    if (!isObjectUri(file.uri))
      return yield* readParquet(file, file.uri, async () => {
        await copyFile(file.uri, path, constants.COPYFILE_FICLONE);
        await chmod(path, 0o600);
        return path;
      });
    await pipeline(openBytes(file, options.objects), createWriteStream(path));
    return yield* readParquet(file, path, () => Promise.resolve(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
