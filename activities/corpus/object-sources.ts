import type { Readable } from 'node:stream';
import type { FilesInput, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { globPattern, literalPrefix } from './glob-pattern.ts';
import { cardBytes, dataIn, refuseChoice } from './folder-data.ts';
import { knownExtensions, writingOf, type WritingInput } from './known-format.ts';
import type { ObjectEntry, ObjectSource } from './object-source.ts';
import { peek } from './peek.ts';

/** Objects of one entry: an object, a glob, or a prefix with all below it. */
export async function objectSources(
  uri: string,
  input: Omit<FilesInput, 'files'>,
  objects: ObjectSource,
): Promise<SourceFile[]> {
  if (!/^s3:\/\/[^/*?{]+/.test(uri)) {
    throw new CorpusUnreadable({ path: uri, problem: 'no bucket is named', fix: 'Write s3://bucket/prefix' });
  }
  const prefix = literalPrefix(uri);
  const listed = await objects.list(prefix);
  // A prefix lists all that is below it, of which only what we can read is meant; names and globs are meant as said.
  const exact = listed.filter((entry) => entry.uri === uri);
  if (prefix === uri && exact.length === 0 && listed.length > 0)
    return sourcesBelow(uri, listed, input, objects);
  refuseChoice(uri, input);
  const meant = prefix === uri ? exact : listed.filter((entry) => globPattern(uri).test(entry.uri));
  if (meant.length > 0) return meant.map((entry) => sourceOf(entry, input));
  throw new CorpusUnreadable({
    path: uri,
    problem: `none of the ${String(listed.length)} objects that begin so is meant by it`,
    fix: `Correct the prefix or glob; a prefix stands for its ${knownExtensions}`,
  });
}

async function sourcesBelow(
  uri: string,
  listed: ObjectEntry[],
  input: Omit<FilesInput, 'files'>,
  objects: ObjectSource,
): Promise<SourceFile[]> {
  // `s3://bucket/web` is a folder: it does not take in `s3://bucket/web-old/`, unless there is none of that name.
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  const below = listed.filter((entry) => entry.uri.startsWith(folder));
  const [start, inFolder] = below.length > 0 ? [folder, below] : ['', listed];
  const named = new Map(inFolder.map((entry) => [entry.uri.slice(start.length), entry]));
  const read = async (path: string) => beginningOf(await objects.open(`${start}${path}`));
  const paths = [...named.keys()].filter((path) => !/(^|\/)\./.test(path));
  const meant = await dataIn({ entry: uri, paths, read }, input);
  return meant.flatMap((path) => {
    const entry = named.get(path);
    return entry === undefined ? [] : [sourceOf(entry, input)];
  });
}

/** As much of an object as a card's front matter may take. */
async function beginningOf(body: Readable): Promise<string> {
  try {
    return (await peek(body, cardBytes)).head.toString('utf8', 0, cardBytes);
  } finally {
    body.destroy();
  }
}

function sourceOf({ uri, bytes, etag }: ObjectEntry, input: WritingInput): SourceFile {
  const writing = writingOf(uri, input);
  if (writing !== undefined)
    return { uri, name: uri, ...writing, bytes, fingerprint: `${String(bytes)}-${etag}` };
  throw new CorpusUnreadable({
    path: uri,
    problem: `its extension is none of ${knownExtensions}`,
    fix: 'Set format, or name fewer objects',
  });
}
