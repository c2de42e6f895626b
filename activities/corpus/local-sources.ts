import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
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
  const path = resolve(base, entry);
  const kind = await kindOf(path, entry);
  if (kind === 'file') return [await sourceOf(path, format, base)];
  if (kind === 'folder') return sourcesIn(path, entry, format, base);
  if (!isDynamicPattern(entry)) {
    throw new CorpusUnreadable({
      path: entry,
      problem: 'there is no such file or folder',
      fix: `Correct the path under files; it was looked up as ${path}`,
    });
  }
  const paths = await glob(entry, { cwd: base, absolute: true, expandDirectories: false });
  if (paths.length > 0) return Promise.all(paths.map((match) => sourceOf(match, format, base)));
  throw new CorpusUnreadable({
    path: entry,
    problem: 'the glob matches no file',
    fix: `Correct it under files; it was looked up from ${resolve(base)}`,
  });
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
