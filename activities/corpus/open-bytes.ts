import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { codeOf } from './error-code.ts';
import { isObjectUri, type ObjectSourceFactory } from './object-source.ts';
import { unzstd } from './unzstd.ts';

async function openRaw(file: SourceFile, objects: ObjectSourceFactory): Promise<Readable> {
  return isObjectUri(file.uri) ? (await objects()).open(file.uri) : createReadStream(file.uri);
}

/** Decompressed bytes, read only as fast as they are taken. Throws CorpusUnreadable. */
export async function* openBytes(file: SourceFile, objects: ObjectSourceFactory): AsyncGenerator<Uint8Array> {
  const raw = await openRaw(file, objects);
  try {
    if (file.compression === 'gzip') yield* gunzip(raw);
    else if (file.compression === 'zstd') yield* unzstd(raw);
    else yield* raw;
  } catch (error) {
    throw broken(file, error);
  } finally {
    raw.destroy();
  }
}

async function* gunzip(raw: Readable): AsyncGenerator<Uint8Array> {
  const plain = createGunzip();
  // Its failure also fails `plain`, which is where we meet it.
  const piped = pipeline(raw, plain).catch(() => undefined);
  yield* plain;
  await piped;
}

function broken(file: SourceFile, error: unknown): CorpusUnreadable {
  if (error instanceof CorpusUnreadable) return error;
  const message = error instanceof Error ? error.message : String(error);
  const packed = file.compression === 'none' ? undefined : file.compression;
  if (/unexpected (end of file|EOF)/i.test(message) && packed !== undefined) {
    return new CorpusUnreadable({
      path: file.name,
      problem: `the ${packed} file is truncated: it ends in the middle`,
      fix: 'Copy or download it again; rows before the end are not used, lest half a file go missing unseen',
      cause: error,
    });
  }
  const system = codeOf(error)?.startsWith('E') === true;
  if (packed !== undefined && !system && !isObjectUri(file.uri)) {
    return new CorpusUnreadable({
      path: file.name,
      problem: `it cannot be unpacked as ${packed} (${message})`,
      fix: 'Copy or download it again, or drop the extension if the file is not compressed',
      cause: error,
    });
  }
  return new CorpusUnreadable({
    path: file.name,
    problem: `reading broke off (${message})`,
    fix: isObjectUri(file.uri) ? 'Check the network' : 'Check that it is still there and may be read',
    permanent: !isObjectUri(file.uri),
    cause: error,
  });
}
