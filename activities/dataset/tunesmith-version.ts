import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const PackageSchema = z.object({ version: z.string() });
let reading: Promise<string> | undefined;

/** Tunesmith's version. Its package.json is searched upwards, because this file runs from the sources and from dist. */
export function tunesmithVersion(): Promise<string> {
  return (reading ??= read());
}

async function read(): Promise<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return PackageSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).version;
}
