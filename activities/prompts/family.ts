import { readdir } from 'node:fs/promises';
import { codeOf } from '../storage/file-fault.ts';

/** A stage that fills any of several prompts declares them as a family: `generate-*`. */
export function isFamily(name: string): boolean {
  return name.endsWith('*');
}

/** Those of the names that belong to a family, in alphabetical order. */
export function membersOf(family: string, names: Iterable<string>): string[] {
  const begin = family.slice(0, -1);
  return [...names].filter((name) => name.startsWith(begin) && name.length > begin.length).sort();
}

/** Names of the prompt files in some folders; one that is not there has none. */
export async function namesIn(folders: readonly (string | URL)[]): Promise<Set<string>> {
  const found = await Promise.all(
    folders.map((folder) =>
      readdir(folder).catch((error: unknown): string[] => {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }),
    ),
  );
  return new Set(found.flat().flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : [])));
}
