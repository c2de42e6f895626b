import { readdir, readFile, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RecipeUnusable } from './recipe-unusable.ts';

/** A folder with a recipe that is not ours: its files, and what each is for. */
export interface RecipeFolder {
  readonly root: string;
  /** Config and stage signatures. */
  readonly recipe: string;
  readonly workflow: string;
  /** Files with functions of its stages. */
  readonly stages: readonly string[];
  readonly analysis: string | undefined;
  readonly responder: string | undefined;
  readonly prompts: string;
  /** Every source of it but its tests. */
  readonly sources: readonly string[];
  /** Of the names and contents of the sources. */
  readonly digest: string;
}

const tests = /\.(test|spec)\.ts$/;
const declarations = /\.d\.ts$/;

/** Whether a folder says that it is a recipe: by a `recipe.ts`. */
export function isRecipeFolder(root: string): Promise<boolean> {
  return isFile(join(root, 'recipe.ts'));
}

/** Reads what a recipe's folder consists of. Throws RecipeUnusable where a part is missing. */
export async function readRecipeFolder(root: string): Promise<RecipeFolder> {
  const named = (name: string) => join(root, name);
  if (!(await isRecipeFolder(root)))
    throw new RecipeUnusable([{ file: root, problem: 'there is no recipe.ts in this folder' }]);
  if (!(await isFile(named('workflow.ts'))))
    throw new RecipeUnusable([
      { file: named('workflow.ts'), problem: 'there is no such file: a recipe needs its workflow' },
    ]);
  const sources = (await sourcesIn(root)).sort();
  const stages = sources.filter((path) => path.startsWith(`${named('stages')}/`));
  const optional = async (name: string) => ((await isFile(named(name))) ? named(name) : undefined);
  const hash = createHash('sha256');
  for (const path of sources) hash.update(`${path.slice(root.length)}\0`).update(await readFile(path));
  return {
    root,
    recipe: named('recipe.ts'),
    workflow: named('workflow.ts'),
    stages,
    analysis: await optional('analysis.ts'),
    responder: await optional('responder.ts'),
    prompts: named('prompts'),
    sources,
    digest: hash.digest('hex').slice(0, 32),
  };
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : sourcesIn(path);
      const isSource = entry.name.endsWith('.ts') && !tests.test(entry.name);
      return isSource && !declarations.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
