import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { FilesInput, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { cardBytes, dataIn, refuseChoice } from './folder-data.ts';
import { knownExtensions, writingOf, type WritingInput } from './known-format.ts';
import { codeOf } from './error-code.ts';

/** Files of one entry: a file, a folder with all below it, or a glob. */
export async function localSources(
  entry: string,
  input: Omit<FilesInput, 'files'>,
  base: string,
): Promise<SourceFile[]> {
  const plain = resolve(base, withoutEscapes(entry));
  // A name is taken as it is before it is taken for a glob, whose folders may have been escaped on its way here.
  for (const path of new Set([resolve(base, entry), plain])) {
    const kind = await kindOf(path, entry);
    if (kind === 'folder') return sourcesIn(path, entry, input, base);
    if (kind === 'none') continue;
    refuseChoice(entry, input);
    return [await sourceOf(path, input, base)];
  }
  const { folder, pattern } = splitGlob(entry);
  if (pattern === '') {
    throw new CorpusUnreadable({
      path: entry,
      problem: 'there is no such file or folder',
      fix: `Correct the path under files; it was looked up as ${plain}`,
    });
  }
  refuseChoice(entry, input);
  const cwd = resolve(base, folder);
  const paths = await glob(pattern, { cwd, absolute: true, expandDirectories: false });
  if (paths.length > 0) return Promise.all(paths.map((match) => sourceOf(match, input, base)));
  throw new CorpusUnreadable({
    path: entry,
    problem: 'the glob matches no file',
    fix: `Correct it under files; it was looked up from ${resolve(base)}`,
  });
}

function withoutEscapes(glob: string): string {
  return glob.replaceAll(/\\(.)/gsu, '$1');
}

/** The folder that a glob begins with, under its own name, and the pattern below it; '' where there is none. */
function splitGlob(entry: string): { folder: string; pattern: string } {
  const parts = entry.split('/');
  const first = parts.findIndex((part) => /[*?{}[\]()!]/.test(part.replaceAll(/\\./gsu, '')));
  if (first === -1) return { folder: withoutEscapes(entry), pattern: '' };
  const folder = withoutEscapes(parts.slice(0, first).join('/'));
  // The root folder is what stands before the first slash.
  return { folder: folder === '' && first > 0 ? '/' : folder, pattern: parts.slice(first).join('/') };
}

async function sourcesIn(folder: string, entry: string, input: Omit<FilesInput, 'files'>, base: string) {
  const paths = await glob('**/*', { cwd: folder, expandDirectories: false });
  const meant = await dataIn({ entry, paths, read: (path) => beginningOf(join(folder, path)) }, input);
  return Promise.all(meant.map((path) => sourceOf(join(folder, path), input, base)));
}

/** As much of a text file as a card's front matter may take. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(cardBytes), 0, cardBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sourceOf(path: string, input: WritingInput, base: string): Promise<SourceFile> {
  const below = relative(base, path);
  const name = below.startsWith('..') || isAbsolute(below) ? basename(path) : below;
  const writing = writingOf(path, input);
  if (writing === undefined) {
    throw new CorpusUnreadable({
      path: name,
      problem: `its extension is none of ${knownExtensions}`,
      fix: 'Set format, or name fewer files',
    });
  }
  try {
    await access(path, constants.R_OK);
    const { size, mtimeNs } = await stat(path, { bigint: true });
    return {
      uri: path,
      name,
      ...writing,
      bytes: Number(size),
      fingerprint: `${String(size)}-${String(mtimeNs)}`,
    };
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function kindOf(path: string, entry: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'none';
    throw unreadable(entry, error);
  }
}

function unreadable(path: string, error: unknown): CorpusUnreadable {
  return new CorpusUnreadable({
    path,
    problem: `it cannot be read (${codeOf(error) ?? String(error)})`,
    fix: 'Check that the path is right and that this user may read it',
    cause: error,
  });
}
