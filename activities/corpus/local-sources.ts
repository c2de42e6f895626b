import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { Format, SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { isMeant, knownExtensions, writingOf } from './known-format.ts';
import { codeOf } from './error-code.ts';

/** Files of one entry: a file, a folder with all below it, or a glob. */
export async function localSources(
  entry: string,
  format: Format | undefined,
  base: string,
): Promise<SourceFile[]> {
  const plain = resolve(base, withoutEscapes(entry));
  // A name is taken as it is before it is taken for a glob, whose folders may have been escaped on its way here.
  for (const path of new Set([resolve(base, entry), plain])) {
    const kind = await kindOf(path, entry);
    if (kind === 'file') return [await sourceOf(path, format, base)];
    if (kind === 'folder') return sourcesIn(path, entry, format, base);
  }
  const { folder, pattern } = splitGlob(entry);
  if (pattern === '') {
    throw new CorpusUnreadable({
      path: entry,
      problem: 'there is no such file or folder',
      fix: `Correct the path under files; it was looked up as ${plain}`,
    });
  }
  const cwd = resolve(base, folder);
  const paths = await glob(pattern, { cwd, absolute: true, expandDirectories: false });
  if (paths.length > 0) return Promise.all(paths.map((match) => sourceOf(match, format, base)));
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

async function sourcesIn(folder: string, entry: string, format: Format | undefined, base: string) {
  const paths = await glob('**/*', { cwd: folder, absolute: true, expandDirectories: false });
  const known = paths.filter((path) => isMeant(path, format));
  if (known.length > 0) return Promise.all(known.map((path) => sourceOf(path, format, base)));
  throw new CorpusUnreadable({
    path: entry,
    problem: `the folder holds no ${format === 'text' || format === 'lines' ? '.txt (also .gz or .zst)' : knownExtensions}`,
    fix: 'Name the files with a glob, and set format if their extension does not tell it',
  });
}

async function sourceOf(path: string, format: Format | undefined, base: string): Promise<SourceFile> {
  const below = relative(base, path);
  const name = below.startsWith('..') || isAbsolute(below) ? basename(path) : below;
  const writing = writingOf(path, format);
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
