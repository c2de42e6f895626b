import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Modules that recipes import by the package's name, and the files that they are. */
export const publicModules = ['recipe', 'stages', 'workflow', 'standin'] as const;
export type PublicModule = (typeof publicModules)[number];

const above = fileURLToPath(new URL('../', import.meta.url));

/** File that says the types of a public module. A checkout has compiled no declarations, and has the sources. */
export function typesOf(module: PublicModule): string {
  const places = [join(above, 'api', `${module}.d.ts`), join(above, 'api', `${module}.ts`)];
  return places.find((path) => existsSync(path)) ?? join(dirname(above), 'api', `${module}.ts`);
}

/** File of one of our own modules, such as `workflows/index`: as JavaScript, or its source where the program runs from these. */
export function ownModule(path: string): string {
  const compiled = join(above, `${path}.js`);
  return existsSync(compiled) ? compiled : join(above, `${path}.ts`);
}

/** Folder of a package that this program is installed with. */
export function installed(name: string): string {
  return dirname(createRequire(join(above, 'package.json')).resolve(`${name}/package.json`));
}

/** What tells one compiled program from another; undefined where the sources run, which may change at any time. */
export function programDigest(): string | undefined {
  try {
    return readFileSync(join(above, 'stamp'), 'utf8').trim();
  } catch {
    return undefined;
  }
}
