import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(root, 'dist');
export const stampFile = join(dist, 'stamp');

/** Folders whose code and assets make up dist. */
export const sourceFolders = [
  'schemas',
  'connection',
  'activities',
  'workflows',
  'workers',
  'client',
  'config',
  'api',
  'recipe-folders',
  'testing',
  'cli',
  'infra',
  'bench',
  'examples',
];
/** Parts of them that are no part of dist: Go and Python programs and packages, and what makes the sample data. */
const leftOut = new Set(['infra/temporal', 'infra/s3', 'infra/models', 'infra/samples', 'client/python']);

/** Every source file, relative to the root, in one order. */
export function sourceFiles() {
  const files = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!leftOut.has(path) && entry.name !== 'node_modules') visit(path);
      } else if (entry.isFile()) files.push(path);
    }
  };
  for (const folder of sourceFolders) {
    try {
      visit(folder);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return files.sort();
}

/** Digest of everything that dist is made of, and by: V8 takes no code that another one compiled. */
export function sourcesDigest() {
  const hash = createHash('sha256').update(`${process.version}\0`);
  for (const path of [...sourceFiles(), 'package-lock.json', 'tsconfig.json']) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** The digest that dist was made from; undefined without a complete dist. */
export function builtDigest() {
  try {
    return readFileSync(stampFile, 'utf8').trim();
  } catch {
    return undefined;
  }
}
