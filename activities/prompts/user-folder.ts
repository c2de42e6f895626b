import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recipes } from '../../schemas/recipes/index.ts';
import type { AnyStage } from '../../schemas/table/stage.ts';
import { isFamily, membersOf, namesIn } from './family.ts';
import { PromptError } from './prompt.ts';

/**
 * Refuses a folder that is not there, and a file in it that no recipe would ever read: whoever wrote it believes that it
 * is used. A README.md is for people, and prompts of other recipes may lie in the same folder.
 */
export async function checkUserFolder(
  folder: string,
  recipe: string,
  stages: readonly AnyStage[],
): Promise<void> {
  const there = await stat(folder).catch(() => undefined);
  if (there?.isDirectory() !== true) throw new PromptError(`prompts: there is no folder ${folder}`);
  const known = new Set(recipes.flatMap((each) => promptsOf(each.stages)));
  const families = [...known].filter(isFamily);
  for (const name of await namesIn([folder])) {
    if (name.toLowerCase() === 'readme' || known.has(name)) continue;
    if (families.some((family) => membersOf(family, [name]).length > 0)) continue;
    const own = [...new Set(promptsOf(stages))];
    throw new PromptError(
      `${join(folder, `${name}.md`)}: ${recipe} has no prompt of that name; there are ${own.join(', ')}`,
    );
  }
}

function promptsOf(stages: readonly AnyStage[]): string[] {
  return stages.flatMap((stage) => (stage.kind === 'row' ? Object.keys(stage.prompts ?? {}) : []));
}
