import type { Collection, Freed } from '../../../schemas/dataset/collection.ts';
import { ImportRecordSchema } from '../../../schemas/build/task.ts';
import { Releases } from '../../dataset/releases.ts';
import { datasetFolder, versionOf, type Standing } from '../../dataset/standing.ts';
import { importsFolder, tableFolder } from '../../engine/tables/keys.ts';
import { readStored } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import { datasetNames } from '../list-versions.ts';
import { hasOtherEdition, marksOf } from './editions.ts';
import { referencesOf, type References, type RunningBuild } from './references.ts';
import { leftovers, unnamedTraining } from './leftovers.ts';
import { foldersOf, freed, type Folder } from './store-objects.ts';

export interface CollectionTerms {
  readonly keep: number;
  /** Milliseconds since 1970: what was written or taken up later stays. */
  readonly youngerThan: number;
  readonly running: readonly RunningBuild[];
}

/** What of the versions goes. */
export interface VersionPlan {
  /** Numbers of the versions that stay, by dataset. */
  readonly kept: ReadonlyMap<string, readonly number[]>;
  readonly versions: Collection['versions'];
  readonly unfinished: Collection['unfinished'];
}

/** The newest versions stay, the pinned ones, and the one that readers take. */
export function keptOf({ complete, latest, pinned }: Standing, keep: number): number[] {
  const newest = complete.slice(-keep);
  return complete.filter((each) => newest.includes(each) || pinned.has(each) || each === latest);
}

/** Which versions go, and what killed builds left below the newest number. */
export async function planVersions(
  store: Store,
  { keep, youngerThan }: CollectionTerms,
): Promise<VersionPlan> {
  const kept = new Map<string, number[]>();
  const versions: Collection['versions'] = [];
  const unfinished: Freed[] = [];
  for (const name of await datasetNames(store)) {
    const standing = await new Releases(store, name).standing();
    const staying = keptOf(standing, keep);
    kept.set(name, staying);
    const sizes = new Map<number, Folder>();
    for (const { key, bytes, modifiedAt } of standing.objects) {
      const version = versionOf(name, key);
      if (version === undefined) continue;
      const before = sizes.get(version);
      sizes.set(version, {
        key: `${datasetFolder(name)}/v${version}`,
        objects: (before?.objects ?? 0) + 1,
        bytes: (before?.bytes ?? 0) + bytes,
        newestAt: Math.max(before?.newestAt ?? 0, modifiedAt),
      });
    }
    const highest = standing.complete.at(-1) ?? 0;
    for (const [version, folder] of [...sizes].sort(([a], [b]) => a - b)) {
      if (staying.includes(version)) continue;
      if (standing.complete.includes(version)) versions.push({ ...freed(folder), name, version });
      // A build may be writing it.
      else if (version < highest && folder.newestAt < youngerThan) unfinished.push(freed(folder));
    }
  }
  return { kept, versions, unfinished };
}

/** What of tables, imports, answers and so on goes. */
export interface MaterialPlan extends Pick<
  Collection,
  'tables' | 'imports' | 'answers' | 'ofRecipes' | 'training' | 'leftovers' | 'tooYoung' | 'builds'
> {
  readonly references: References;
}

/** Looks for what nothing refers to: neither versions that stay nor builds that are or may be under way. */
export async function planMaterial(
  store: Store,
  kept: VersionPlan['kept'],
  { keep, youngerThan, running }: CollectionTerms,
): Promise<MaterialPlan> {
  const youngTables: string[] = [];
  const oldTables: Folder[] = [];
  for await (const folder of foldersOf(store, 'tables/', 2)) {
    if (folder.newestAt >= youngerThan) youngTables.push(folder.key);
    else oldTables.push(folder);
  }
  const everything = await referencesOf(store, kept, { keep, running, youngerThan, youngTables });
  const needed = await referencesOf(store, kept, { keep, running, youngerThan, youngTables: [] });
  const tooYoung = { tables: 0, answers: 0, bytes: 0 };
  for await (const folder of foldersOf(store, 'tables/', 2)) {
    if (folder.newestAt < youngerThan || needed.tables.has(folder.key)) continue;
    tooYoung.tables += 1;
    tooYoung.bytes += folder.bytes;
  }
  const tables: Freed[] = [];
  for (const folder of oldTables) {
    if (everything.tables.has(folder.key)) continue;
    if (folder.objects > 2 || !(await isMark(store, folder.key, everything))) tables.push(freed(folder));
  }
  const gone = new Set(tables.map(({ key }) => key));
  const answers: Freed[] = [];
  for (const kind of ['answers', 'batches'])
    for await (const folder of foldersOf(store, `${kind}/`, 2)) {
      if (everything.answers.has(folder.key.slice(kind.length + 1))) continue;
      if (folder.newestAt < youngerThan) answers.push(freed(folder));
      else {
        tooYoung.answers += 1;
        tooYoung.bytes += folder.bytes;
      }
    }
  const imports = await planImports(store, everything, gone, youngerThan);
  return {
    tables,
    imports,
    answers,
    ofRecipes: everything.ofRecipes.gone.map(freed),
    training: await unnamedTraining(store, everything),
    leftovers: await leftovers(store, everything, youngerThan),
    tooYoung,
    builds: [...everything.builds],
    references: everything,
  };
}

/** Whether all that is left of a table tells builds to go on to another edition. */
async function isMark(store: Store, folder: string, references: References): Promise<boolean> {
  return (await store.has(marksOf(folder)[1])) && hasOtherEdition(store, folder, references);
}

/** Records of imports whose table goes, with their rejects and lists of files, and rejects that no record names. */
async function planImports(
  store: Store,
  { imports }: References,
  gone: ReadonlySet<string>,
  youngerThan: number,
): Promise<Freed[]> {
  const sizes = new Map<string, { bytes: number; old: boolean }>();
  for await (const { key, bytes, modifiedAt } of store.list(`${importsFolder}/`))
    sizes.set(key, { bytes, old: modifiedAt < youngerThan });
  const named = new Set<string>();
  const going: string[] = [];
  for (const [key, { old }] of sizes) {
    const digest = /^imports\/([^/.]+)\.json$/.exec(key)?.[1];
    if (digest === undefined) continue;
    const record = await readStored(store, key, ImportRecordSchema);
    if (old && !imports.has(digest) && record !== undefined && gone.has(tableFolder(record.table)))
      going.push(key);
    else if (record?.rejects !== undefined) named.add(`${importsFolder}/${record.rejects.name}`);
  }
  for (const [key, { old }] of sizes)
    if (old && key.endsWith('.rejects.parquet') && !named.has(key)) going.push(key);
  // The list of an import's files goes with its record; an import that was given up has a list alone.
  const records = new Set(going);
  for (const [key, { old }] of sizes) {
    const record = key.replace(/\.files\.json$/, '.json');
    if (old && record !== key && (records.has(record) || !sizes.has(record))) going.push(key);
  }
  // Records before what they name.
  return going
    .sort((a, b) => Number(b.endsWith('.json')) - Number(a.endsWith('.json')))
    .map((key) => ({ key, objects: 1, bytes: sizes.get(key)?.bytes ?? 0 }));
}
