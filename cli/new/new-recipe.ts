import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipes } from '../../schemas/recipes/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { UserMistake } from '../user-mistake.ts';
import { version } from '../version.ts';

const template = fileURLToPath(new URL('template/', import.meta.url));

/** The workflow is a function of the recipe's name, beside those of the engine. */
const noFunction = [
  'await',
  'case',
  'class',
  'default',
  'delete',
  'export',
  'function',
  'import',
  'lane',
  'new',
  'notify',
  'switch',
  'yield',
];

/** `tunesmith new recipe NAME [DIR]`: a folder with a recipe that works, to change; overwrites nothing. */
export async function newRecipe(
  name: string,
  dir: string | undefined,
  { json }: { json?: boolean },
): Promise<number> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new UserMistake(
      `a recipe cannot be called "${name}": use small letters, digits and "-" between them`,
    );
  if (recipes.some((each) => each.name === name) || noFunction.includes(name))
    throw new UserMistake(
      `"${name}" is a recipe, a workflow of the engine or a word of the language already; choose another name`,
    );
  const folder = resolve(dir ?? name);
  const taken = await readdir(folder).catch(() => []);
  if (taken.length > 0)
    throw new UserMistake(
      `${folder} is not empty (${taken[0] ?? ''}), and nothing is overwritten; name another folder`,
    );
  const files = await filesIn('');
  for (const file of files) {
    const text = await readFile(join(template, file), 'utf8');
    const target = join(folder, written(file));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, filled(text, name), { flag: 'wx' });
  }
  const example = relative(process.cwd(), join(folder, 'example.yaml'));
  const there = relative(process.cwd(), folder) || '.';
  if (json === true)
    process.stdout.write(`${JSON.stringify({ folder, config: example, files: files.map(written) })}\n`);
  else
    process.stdout.write(
      `${folder} is ready. Next: read its README.md, then\n\n  tunesmith run ${example} --recipes ${there}\n`,
    );
  return exitCodes.ok;
}

/** Sources of the template carry an ending that no compiler looks at. */
function written(file: string): string {
  return file.replace(/\.txt$/, '');
}

function filled(text: string, name: string): string {
  const workflow = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return text
    .replaceAll('__name__', name)
    .replaceAll('__workflow__', workflow)
    .replaceAll('__version__', version);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(template, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
    ),
  );
  return found.flat().sort();
}
