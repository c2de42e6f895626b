import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkUserFolder } from '../../activities/prompts/user-folder.ts';
import { recipeOf } from '../../schemas/recipes/index.ts';

const { stages } = recipeOf('back-and-forth');
const check = (folder: string) => checkUserFolder(folder, 'back-and-forth', stages);

function folderWith(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-prompts-'));
  for (const file of files) writeFileSync(join(folder, file), 'text');
  return folder;
}

test('a folder that is not there is refused, and so is a file in its place', async () => {
  const folder = folderWith('score.md');
  await expect(check(join(folder, 'none'))).rejects.toThrow(/there is no folder .*none$/);
  await expect(check(join(folder, 'score.md'))).rejects.toThrow(/there is no folder/);
});

test('a prompt under a name that no recipe knows is refused with the names that there are', async () => {
  await expect(check(folderWith('score.md', 'rewrit.md'))).rejects.toThrow(
    /rewrit\.md: back-and-forth has no prompt of that name; there are backtranslate, score, rewrite, distil$/,
  );
});

test('notes, the originals, prompts of other recipes and of families may lie beside', async () => {
  const folder = folderWith('score.md', 'README.md', 'notes.txt', 'judge.md', 'generate-riddle.md');
  mkdirSync(join(folder, 'originals'));
  await expect(check(folder)).resolves.toBeUndefined();
});
