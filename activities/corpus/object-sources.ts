import type { Format, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { globPattern, literalPrefix } from './glob-pattern.ts';
import { isMeant, knownExtensions, writingOf } from './known-format.ts';
import type { ObjectEntry, ObjectSource } from './object-source.ts';

/** Objects of one entry: an object, a glob, or a prefix with all below it. */
export async function objectSources(
  uri: string,
  format: Format | undefined,
  objects: ObjectSource,
): Promise<SourceFile[]> {
  if (!/^s3:\/\/[^/*?{]+/.test(uri)) {
    throw new CorpusUnreadable({ path: uri, problem: 'no bucket is named', fix: 'Write s3://bucket/prefix' });
  }
  const prefix = literalPrefix(uri);
  const listed = await objects.list(prefix);
  // A prefix lists all that is below it, of which only what we can read is meant; names and globs are meant as said.
  const exact = listed.filter((entry) => entry.uri === uri);
  const meant =
    prefix !== uri
      ? listed.filter((entry) => globPattern(uri).test(entry.uri))
      : exact.length > 0
        ? exact
        : below(uri, listed).filter((entry) => isMeant(entry.uri, format));
  if (meant.length > 0) return meant.map((entry) => sourceOf(entry, format));
  throw new CorpusUnreadable({
    path: uri,
    problem: `none of the ${String(listed.length)} objects that begin so is meant by it`,
    fix: `Correct the prefix or glob; a prefix stands for its ${knownExtensions}`,
  });
}

/** `s3://bucket/web` is a folder: it does not take in `s3://bucket/web-old/`. */
function below(uri: string, listed: ObjectEntry[]): ObjectEntry[] {
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  const inFolder = listed.filter((entry) => entry.uri.startsWith(folder));
  return inFolder.length > 0 ? inFolder : listed;
}

function sourceOf({ uri, bytes, etag }: ObjectEntry, format: Format | undefined): SourceFile {
  const writing = writingOf(uri, format);
  if (writing !== undefined)
    return { uri, name: uri, ...writing, bytes, fingerprint: `${String(bytes)}-${etag}` };
  throw new CorpusUnreadable({
    path: uri,
    problem: `its extension is none of ${knownExtensions}`,
    fix: 'Set format, or name fewer objects',
  });
}
