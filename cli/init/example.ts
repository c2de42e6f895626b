import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSources } from '../../activities/corpus/list-sources.ts';
import { readConfigFile } from '../../config/config-file.ts';
import { inputsIn, otherPathsIn } from '../../config/paths.ts';
import { rootOf } from '../../recipe-folders/taken.ts';
import { UserMistake } from '../user-mistake.ts';

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

/** Throws UserMistake where a recipe's own folder has no `example.yaml`. */
export async function exampleOf(recipe: string): Promise<Example> {
  const root = rootOf(recipe);
  const [folder, config] = root === undefined ? [examples, `${recipe}.yaml`] : [root, 'example.yaml'];
  if (root !== undefined && !existsSync(join(folder, config)))
    throw new UserMistake(`${join(folder, config)}: there is no such file, which \`init\` would copy`);
  const { value } = await readConfigFile(join(folder, config));
  const files = [...(await inputFiles(value, folder)), ...(await otherFiles(value, folder))];
  const folders = [...new Set(files.map(dirname))];
  const found = await Promise.all(folders.map((each) => filesIn(folder, each, notices)));
  return { folder, config, files: [...new Set([...files, ...found.flat()])].sort() };
}

/** As a build finds them; what lies in a bucket stays there. */
async function inputFiles(config: unknown, folder: string): Promise<string[]> {
  const local = inputsIn(config).map(({ files, format }) => ({
    files: files.filter(isLocal),
    format,
  }));
  const sources = await Promise.all(
    local.filter(({ files }) => files.length > 0).map((input) => listSources(input, folder, noObjects)),
  );
  return sources.flat().map(({ uri }) => relative(folder, uri));
}

async function otherFiles(config: unknown, folder: string): Promise<string[]> {
  const paths = otherPathsIn(config).filter(isLocal);
  const found = await Promise.all(
    paths.map(async (path) =>
      (await stat(join(folder, path))).isDirectory()
        ? filesIn(folder, path, await readdir(join(folder, path)))
        : [path],
    ),
  );
  return found.flat();
}

/** Those of the names that are files of a folder below the example's. */
async function filesIn(example: string, folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(join(example, folder), { withFileTypes: true });
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
