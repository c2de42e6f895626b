import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of Tunesmith's package.json. It is searched upwards because this file runs from `infra/` and from `dist/infra/`.
 * @throws Error when no folder above holds a package.json: the installation is incomplete.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(`No package.json above ${fileURLToPath(import.meta.url)}: reinstall tunesmith.`);
    }
    folder = parent;
  }
  return folder;
}
