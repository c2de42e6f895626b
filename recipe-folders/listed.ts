import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isRecipeFolder } from './recipe-folder.ts';
import { RecipeUnusable } from './recipe-unusable.ts';

/** Names of the file that says which recipes a project uses. */
const configNames = ['tunesmith.config.yaml', 'tunesmith.config.yml', 'tunesmith.config.json'];

const ProjectSchema = z.strictObject({
  /** Folders, relative to the file, and npm packages. */
  recipes: z.array(z.string().min(1)).prefault([]),
});

/** Folders or npm packages with recipes, and the folder at which their relative paths start. */
interface Listed {
  readonly names: readonly string[];
  readonly from: string;
  /** Where they are listed, for messages. */
  readonly by: string;
}

/**
 * The recipe folders that a process is to take in: those of --recipes, of TUNESMITH_RECIPES, and of the
 * `tunesmith.config.yaml` in the working directory or the nearest folder above it. Each once, in this order. Throws
 * RecipeUnusable where one of them is not there.
 */
export async function listedFolders(
  given: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  from: string = process.cwd(),
): Promise<string[]> {
  const ofEnv = (env['TUNESMITH_RECIPES'] ?? '').split(delimiter).filter((name) => name !== '');
  const lists: Listed[] = [
    { names: given, from, by: '--recipes' },
    { names: ofEnv, from, by: 'TUNESMITH_RECIPES' },
  ];
  const project = await projectFile(from);
  if (project !== undefined) lists.push(project);
  // By the place that links lead to, too: one folder may be named by two paths.
  const folders = new Map<string, string>();
  for (const { names, from: start, by } of lists)
    for (const name of names)
      for (const folder of await recipesAt(name, start, by)) {
        const place = await realpath(folder);
        if (!folders.has(place)) folders.set(place, folder);
      }
  return [...folders.values()];
}

async function projectFile(from: string): Promise<Listed | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    for (const name of configNames) {
      const file = join(folder, name);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      return { names: namesIn(text, file), from: folder, by: file };
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function namesIn(text: string, file: string): readonly string[] {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (error) {
    throw new RecipeUnusable([{ file, problem: error instanceof Error ? error.message : String(error) }]);
  }
  const checked = ProjectSchema.safeParse(value);
  if (checked.success) return checked.data.recipes;
  throw new RecipeUnusable(
    checked.error.issues.map(({ path, message }) => ({ file, problem: [...path, message].join(': ') })),
  );
}

/** A folder with a recipe, or with folders of recipes, or a package that is one of these. */
async function recipesAt(name: string, from: string, by: string): Promise<string[]> {
  const folder = resolve(from, name);
  const there = (await stat(folder).catch(() => undefined))?.isDirectory() === true;
  const root = there ? folder : packageFolder(name, from);
  if (root === undefined)
    throw new RecipeUnusable([
      { file: folder, problem: `there is no such folder, and no package "${name}" is installed (${by})` },
    ]);
  if (await isRecipeFolder(root)) return [root];
  const entries = await readdir(root, { withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name));
  const found = await Promise.all(inside.map(async (each) => ((await isRecipeFolder(each)) ? [each] : [])));
  const recipes = found.flat().sort();
  if (recipes.length > 0) return recipes;
  throw new RecipeUnusable([
    { file: root, problem: `there is no recipe.ts in it, nor in a folder of it (${by})` },
  ]);
}

function packageFolder(name: string, from: string): string | undefined {
  if (name.startsWith('.') || name.startsWith('/')) return undefined;
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
