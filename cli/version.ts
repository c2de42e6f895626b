import { readFileSync } from 'node:fs';

/** Tunesmith's version; the package's file is one folder up from the sources, two from dist. */
export const version = versionIn(['../package.json', '../../package.json']);

function versionIn([path, ...others]: readonly string[]): string {
  if (path === undefined) return 'unknown';
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
    return String(Reflect.get(Object(manifest), 'version'));
  } catch {
    return versionIn(others);
  }
}
