import { constants, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promptFolder } from '../../activities/prompts/folder.ts';
import { configJsonSchema } from '../../config/json-schema.ts';
import { rootOf } from '../../recipe-folders/taken.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { exampleOf } from '../init/example.ts';
import { UserMistake } from '../user-mistake.ts';

/** `tunesmith init [RECIPE] [DIR]`: the recipe's example with its data, to start from; overwrites nothing. */
export async function init(
  recipe: string,
  dir: string | undefined,
  { json }: { json?: boolean },
): Promise<number> {
  const { name } = recipeOf(recipe);
  const folder = resolve(dir ?? name);
  const example = await exampleOf(name);
  const schemaFile = `${name}.schema.json`;
  const files = ['config.yaml', ...example.files, schemaFile];
  const prompts = await promptsOf(recipeOf(recipe).prompts ?? name);
  await refuseClash(folder, [...files, ...prompts.keys()]);
  await mkdir(folder, { recursive: true });
  // Not `cp` of a folder: Node 22 refuses to copy into one that exists, though it overwrites nothing.
  for (const file of example.files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(join(example.folder, file), join(folder, file), constants.COPYFILE_EXCL);
  }
  const schema = `${JSON.stringify(configJsonSchema(name), null, 2)}\n`;
  await writeFile(join(folder, schemaFile), schema, { flag: 'wx' });
  for (const [file, text] of prompts) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text, { flag: 'wx' });
  }
  const text = await readFile(join(example.folder, example.config), 'utf8');
  await writeFile(join(folder, 'config.yaml'), `# yaml-language-server: $schema=${schemaFile}\n${text}`, {
    flag: 'wx',
  });
  const config = relative(process.cwd(), join(folder, 'config.yaml'));
  if (json === true) process.stdout.write(`${JSON.stringify({ folder, config, files })}\n`);
  else {
    const root = rootOf(name);
    const taken = root === undefined ? '' : ` --recipes ${relative(process.cwd(), root)}`;
    process.stdout.write(
      `${folder} is ready. Next: edit ${config}, then\n\n  tunesmith run ${config}${taken}\n`,
    );
  }
  return exitCodes.ok;
}

/** Before anything is written: half an example would be no use. */
async function refuseClash(folder: string, files: readonly string[]): Promise<void> {
  const taken = new Set(await readdir(folder).catch(() => []));
  const tops = new Set(files.map((file) => file.split('/')[0] ?? file));
  const clash = [...tops].filter((entry) => taken.has(entry));
  if (clash.length > 0)
    throw new UserMistake(
      `${folder} has ${clash.join(', ')} already, and nothing is overwritten; name another folder`,
    );
}

/** The recipe's own prompts, to lie beside those that replace them. */
async function promptsOf(name: string): Promise<Map<string, Buffer>> {
  const own = fileURLToPath(promptFolder(name));
  const names = await readdir(own).catch(() => []);
  const read = names.map(
    async (file) => [`prompts/originals/${file}`, await readFile(join(own, file))] as const,
  );
  return new Map(await Promise.all(read));
}
