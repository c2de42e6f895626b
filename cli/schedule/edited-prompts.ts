import { readFile } from 'node:fs/promises';
import type { KeptPrompts } from '../../schemas/build/start.ts';

/** Names of kept prompts whose files say something else by now; files that are not on this machine say nothing. */
export async function editedPrompts(kept: KeptPrompts | undefined): Promise<string[]> {
  const names = await Promise.all(
    Object.entries(kept ?? {}).map(async ([name, { text, from }]) => {
      const now = await readFile(from, 'utf8').catch(() => text);
      return now === text ? [] : [name];
    }),
  );
  return names.flat();
}
