import { constants, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promptFolder } from '../../activities/prompts/folder.ts';
import { configJsonSchema } from '../../client/json-schema.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { UserMistake } from '../user-mistake.ts';

/** `tunesmith init [RECIPE] [DIR]`: a commented config with a little data to start from; overwrites nothing. */
export async function init(
  recipe: string,
  dir: string | undefined,
  { json }: { json?: boolean },
): Promise<number> {
  const { name, prompts = name } = recipeOf(recipe);
  const folder = resolve(dir ?? name);
  const starter = fileURLToPath(new URL(`../starters/${name}/`, import.meta.url));
  const files = await filesIn(starter);
  const taken = new Set(await readdir(folder).catch(() => []));
  const clash = [...new Set(files.map((file) => file.split('/')[0] ?? file))].filter((entry) =>
    taken.has(entry),
  );
  if (clash.length > 0)
    throw new UserMistake(
      `${folder} has ${clash.join(', ')} already, and nothing is overwritten; name another folder`,
    );
  // Not `cp` of the folder: Node 22 refuses to copy into one that exists, though it overwrites nothing.
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(join(starter, file), join(folder, file), constants.COPYFILE_EXCL);
  }
  const schemaFile = `${name}.schema.json`;
  await writeFile(join(folder, schemaFile), `${JSON.stringify(configJsonSchema(name), null, 2)}\n`, {
    flag: 'wx',
  });
  await copyPrompts(prompts, join(folder, 'prompts'));
  const config = relative(process.cwd(), join(folder, 'config.yaml'));
  if (json === true)
    process.stdout.write(`${JSON.stringify({ folder, config, files: [...files, schemaFile] })}\n`);
  else process.stdout.write(`${folder} is ready. Next: edit ${config}, then\n\n  tunesmith run ${config}\n`);
  return exitCodes.ok;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The recipe's own prompts beside the folder that replaces them, to copy from. */
async function copyPrompts(name: string, folder: string): Promise<void> {
  const own = fileURLToPath(promptFolder(name));
  const prompts = await readdir(own).catch(() => []);
  if (prompts.length === 0) return;
  await mkdir(join(folder, 'originals'), { recursive: true });
  for (const prompt of prompts)
    await writeFile(join(folder, 'originals', prompt), await readFile(join(own, prompt)), { flag: 'wx' });
}
