import { StageTablesSchema } from '../../../schemas/build/task.ts';
import type { Freed } from '../../../schemas/dataset/collection.ts';
import { tableFolder } from '../../engine/tables/keys.ts';
import { readStored } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import type { References } from './references.ts';
import { foldersOf, freed, type Folder } from './store-objects.ts';

/**
 * Plans of builds that ended and of which nothing is left, and hints that name no table which stays. A hint that a build
 * wrote anew in this very moment is missed by nobody: rows are made of the answers then.
 */
export async function leftovers(
  store: Store,
  { plans, tables }: References,
  youngerThan: number,
): Promise<Freed[]> {
  const gone: Freed[] = [];
  for await (const folder of foldersOf(store, 'builds/', 2))
    if (folder.newestAt < youngerThan && !plans.has(`${folder.key}/plan.json`)) gone.push(freed(folder));
  for await (const { key, bytes, modifiedAt } of store.list('stages/')) {
    if (modifiedAt >= youngerThan) continue;
    const hint = await readStored(store, key, StageTablesSchema);
    if (hint?.tables.every(({ output }) => !tables.has(tableFolder(output))) === true)
      gone.push({ key, objects: 1, bytes });
  }
  return gone;
}

/**
 * Training files that no version which stays names, and that no build under way may have written or taken up. Folders of
 * one digest (`-2`) go together, the first before the others, since it says which one is whole.
 */
export async function unnamedTraining(store: Store, { training, inUseSince }: References): Promise<Freed[]> {
  const named = new Set(training.map((location) => groupOf(location.slice(location.lastIndexOf('/') + 1))));
  const groups = new Map<string, Folder[]>();
  for await (const folder of foldersOf(store, 'training/', 2)) {
    const group = groupOf(folder.key.slice('training/'.length));
    groups.set(group, [...(groups.get(group) ?? []), folder]);
  }
  return [...groups]
    .filter(([group, folders]) => !named.has(group) && folders.every(({ newestAt }) => newestAt < inUseSince))
    .flatMap(([, folders]) => folders.sort((a, b) => a.key.length - b.key.length).map(freed));
}

/** A folder is called NAME-DIGEST or NAME-DIGEST-2; a digest of twelve hex digits may have no letter. */
function groupOf(folder: string): string {
  return folder.replace(/(-[0-9a-f]{12})-\d+$/, '$1');
}
