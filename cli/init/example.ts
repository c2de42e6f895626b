import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { readConfigFile } from '../../client/config/config-file.ts';
import { inputsIn, otherPathsIn } from '../../client/config/paths.ts';

/** A recipe's example: its config, and the files that this names. */
export interface Example {
  readonly folder: string;
  readonly config: string;
  /** Relative to the folder; with the notices that must travel with them. */
  readonly files: readonly string[];
}

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
/** What a folder of data says of its licences. */
const notices = ['README.md', 'NOTICES.txt'];

export async function exampleOf(recipe: string): Promise<Example> {
  const config = `${recipe}.yaml`;
  const { value } = await readConfigFile(join(examples, config));
  const files = [...(await inputFiles(value)), ...(await otherFiles(value))];
  const folders = [...new Set(files.map(dirname))];
  const found = await Promise.all(folders.map((folder) => filesIn(folder, notices)));
  return { folder: examples, config, files: [...new Set([...files, ...found.flat()])].sort() };
}

/** As a build finds them; what lies in a bucket stays there. */
async function inputFiles(config: unknown): Promise<string[]> {
  const local = inputsIn(config).map(({ files, format }) => ({
    files: files.filter(isLocal),
    format,
  }));
  const sources = await Promise.all(
    local.filter(({ files }) => files.length > 0).map((input) => listSources(input, examples, noObjects)),
  );
  return sources.flat().map(({ uri }) => relative(examples, uri));
}

async function otherFiles(config: unknown): Promise<string[]> {
  const paths = otherPathsIn(config).filter(isLocal);
  const found = await Promise.all(
    paths.map(async (path) =>
      (await stat(join(examples, path))).isDirectory()
        ? filesIn(path, await readdir(join(examples, path)))
        : [path],
    ),
  );
  return found.flat();
}

/** Those of the names that are files of the folder. */
async function filesIn(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(join(examples, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && names.includes(entry.name))
    .map((entry) => join(folder, entry.name));
}

function isLocal(path: string): boolean {
  return !path.includes('://');
}

function noObjects(): never {
  throw new Error('an example reads files of its own folder');
}
