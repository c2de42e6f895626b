import { randomUUID } from 'node:crypto';
import {
  CollectOptionsSchema,
  type CollectOptions,
  type Collection,
} from '../../../schemas/dataset/collection.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { Releases } from '../../dataset/releases.ts';
import { trainingSeal } from '../../dataset/training/training-folder.ts';
import { toJson } from '../../storage/stored-json.ts';
import type { Store, StoredObject } from '../../storage/store.ts';
import {
  keptOf,
  planMaterial,
  planVersions,
  type CollectionTerms,
  type MaterialPlan,
  type VersionPlan,
} from './plan-collection.ts';
import { hasOtherEdition, marksOf } from './editions.ts';
import { referencesOf, type References, type RunningBuild } from './references.ts';

const removesAtOnce = 16;
const hour = 3_600_000;

export interface CollectInput extends Partial<CollectOptions> {
  /** Builds that a server says are under way; asked for again before anything is removed. @default none is known */
  readonly running?: () => Promise<readonly RunningBuild[]>;
  /** Removes what it would free. @default it only says so */
  readonly remove?: boolean;
}

/**
 * Says, or removes, what neither a version that stays nor a build that is or may be under way refers to. It may run beside
 * builds, and be killed at any moment: what it has not come to is there for the next one (docs/versions.md).
 */
export async function collect(store: Store, input: CollectInput = {}): Promise<Collection> {
  const { running, remove = false, ...given } = input;
  const { keep, graceHours } = CollectOptionsSchema.parse(given);
  return collectYoungerThan(store, {
    keep,
    running: running ?? (() => Promise.resolve([])),
    remove,
    graceHours,
  });
}

/** As `collect`, of whichever grace. */
export async function collectYoungerThan(
  store: Store,
  {
    keep,
    graceHours,
    running,
    remove,
  }: CollectOptions & { readonly running: () => Promise<readonly RunningBuild[]>; readonly remove: boolean },
): Promise<Collection> {
  const record = `collections/${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.json`;
  const now = remove ? await storeTime(store, record) : Date.now();
  const terms: CollectionTerms = { keep, youngerThan: now - graceHours * hour, running: await running() };
  const versions = await planVersions(store, terms);
  if (!remove)
    return told(versions, await planMaterial(store, versions.kept, terms), keep, graceHours, false);
  const gone = await removeVersions(store, versions, keep);
  // What is kept, from here on, is whatever is there.
  const kept = await allVersions(store, versions);
  const material = await planMaterial(store, kept, terms);
  // Of these builds take the newest alone, which stays.
  for (const { key } of material.ofRecipes) await removeSealed(store, key, 'manifest.json');
  const tables = await removeTables(store, material, terms.youngerThan);
  for (const { key } of material.imports) await store.remove(key);
  const answers = await removeAnswers(store, material, kept, { ...terms, running: await running() });
  const training = await removeTraining(store, material, terms.youngerThan);
  // What says which answers and tables belong together goes after them.
  for (const { key } of material.leftovers)
    await (key.endsWith('.json') ? store.remove(key) : removeAll(store, `${key}/`));
  const done = told(
    { ...versions, versions: gone },
    { ...material, tables, answers, training },
    keep,
    graceHours,
    true,
  );
  await store.replace(record, toJson(done));
  return done;
}

/** Puts the record of a collection that begins, and tells the store's time by it. */
async function storeTime(store: Store, record: string): Promise<number> {
  await store.putBytes(record, toJson({ begun: new Date().toISOString() }));
  for await (const { key, modifiedAt } of store.list(record)) if (key === record) return modifiedAt;
  return Date.now();
}

function told(
  { versions, unfinished }: Omit<VersionPlan, 'kept'>,
  { tooYoung, builds, references: _, ...material }: MaterialPlan,
  keep: number,
  graceHours: number,
  done: boolean,
): Collection {
  const all = [versions, unfinished, ...Object.values(material)].flat();
  const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
  return { keep, graceHours, done, versions, unfinished, ...material, bytes, tooYoung, builds };
}

/**
 * Removes versions, each its manifest first: from then on it is none. Whoever pinned it or rolled back to it meanwhile is
 * seen then, and it is put back.
 */
async function removeVersions(
  store: Store,
  { versions, unfinished }: VersionPlan,
  keep: number,
): Promise<Collection['versions']> {
  const gone: Collection['versions'] = [];
  for (const version of versions) {
    const releases = new Releases(store, version.name);
    if (keptOf(await releases.standing(), keep).includes(version.version)) continue;
    const key = releases.key(version.version, 'manifest.json');
    const manifest = await store.getBytes(key);
    if (manifest === undefined) continue;
    await store.remove(key);
    if (await isWanted(releases, version.version)) {
      await store.putBytes(key, manifest);
      await releases.point();
      continue;
    }
    await removeAll(store, `${version.key}/`);
    gone.push(version);
  }
  for (const { key } of unfinished) await removeAll(store, `${key}/`);
  return gone;
}

/** Whether a person asked for a version whose manifest is away. */
async function isWanted(releases: Releases, version: number): Promise<boolean> {
  const { pinned, movedTo, upTo, complete } = await releases.standing();
  return pinned.has(version) || (movedTo === version && upTo >= (complete.at(-1) ?? 0));
}

/** Every complete version of the datasets. */
async function allVersions(store: Store, { kept }: VersionPlan): Promise<VersionPlan['kept']> {
  const all = new Map<string, readonly number[]>();
  for (const name of kept.keys()) all.set(name, (await new Releases(store, name).standing()).complete);
  return all;
}

/**
 * Removes tables, each its manifest first. A build that takes one up says so before it looks for the manifest (`takeUp`),
 * and is seen in the folder then; the manifest is put back.
 */
async function removeTables(
  store: Store,
  { tables, references }: MaterialPlan,
  youngerThan: number,
): Promise<Collection['tables']> {
  const gone: Collection['tables'] = [];
  for (const table of tables) {
    if (await isYoung(store, table.key, youngerThan)) continue;
    const manifestAt = `${table.key}/manifest.json`;
    const manifest = await store.getBytes(manifestAt);
    if (manifest !== undefined) await store.remove(manifestAt);
    const objects = await listed(store, `${table.key}/`);
    if (objects.some(({ modifiedAt }) => modifiedAt >= youngerThan)) {
      if (manifest !== undefined) await store.putBytes(manifestAt, manifest);
      continue;
    }
    const stays = await leaveMark(store, table.key, references);
    // A shard's manifest goes before the files that it names: what is left names nothing that is gone.
    const order = (key: string): number =>
      /\/shard-\d+\.json$/.test(key) ? 0 : key.endsWith('.parquet') ? 1 : 2;
    for (const step of [0, 1, 2])
      await mapConcurrently(
        objects.filter(({ key }) => order(key) === step && !stays.includes(key)),
        removesAtOnce,
        ({ key }) => store.remove(key),
      );
    gone.push(table);
  }
  return gone;
}

async function isYoung(store: Store, folder: string, youngerThan: number): Promise<boolean> {
  return (await listed(store, `${folder}/`)).some(({ modifiedAt }) => modifiedAt >= youngerThan);
}

/**
 * Where another edition of a table stays, builds must go on to that one: this one is marked as one that cannot be used, and
 * mark and outline stay.
 */
async function leaveMark(store: Store, folder: string, references: References): Promise<string[]> {
  if (!(await hasOtherEdition(store, folder, references))) return [];
  const [outline, mark] = marksOf(folder);
  await store.putBytes(mark, toJson({ what: 'its files were collected; another edition stays' }));
  return [outline, mark];
}

/** Removes answers by stage and model, and looks before each whether a build has begun that may ask for them. */
async function removeAnswers(
  store: Store,
  { answers, references }: MaterialPlan,
  kept: VersionPlan['kept'],
  terms: CollectionTerms,
): Promise<Collection['answers']> {
  const gone: Collection['answers'] = [];
  let known = references;
  for (const folder of answers) {
    const builds = await youngPlans(store, terms.youngerThan);
    if (builds.some((build) => !known.builds.includes(build)))
      known = await referencesOf(store, kept, { ...terms, youngTables: [] });
    const group = folder.key.slice(folder.key.indexOf('/') + 1);
    if (known.answers.has(group)) continue;
    const objects = await listed(store, `${folder.key}/`);
    if (objects.some(({ modifiedAt }) => modifiedAt >= terms.youngerThan)) continue;
    await mapConcurrently(objects, removesAtOnce, ({ key }) => store.remove(key));
    gone.push(folder);
  }
  return gone;
}

/**
 * Removes training files, each folder its seal first. A build that takes one up says so in the folder before it looks for
 * the seal again (`writtenTraining`): the seal is put back then.
 */
async function removeTraining(
  store: Store,
  { training }: MaterialPlan,
  youngerThan: number,
): Promise<Collection['training']> {
  const gone: Collection['training'] = [];
  for (const folder of training) {
    if (await isYoung(store, folder.key, youngerThan)) continue;
    const sealAt = `${folder.key}/${trainingSeal}`;
    const seal = await store.getBytes(sealAt);
    if (seal !== undefined) await store.remove(sealAt);
    if (await isYoung(store, folder.key, youngerThan)) {
      if (seal !== undefined) await store.putBytes(sealAt, seal);
      continue;
    }
    await removeAll(store, `${folder.key}/`);
    gone.push(folder);
  }
  return gone;
}

/** Removes a folder, what says that it is whole first. */
async function removeSealed(store: Store, folder: string, seal: string): Promise<void> {
  await store.remove(`${folder}/${seal}`);
  await removeAll(store, `${folder}/`);
}

async function youngPlans(store: Store, youngerThan: number): Promise<string[]> {
  const plans: string[] = [];
  for await (const { key, modifiedAt } of store.list('builds/')) {
    const build = /^builds\/(.+)\/plan\.json$/.exec(key)?.[1];
    if (build !== undefined && modifiedAt >= youngerThan) plans.push(build);
  }
  return plans;
}

async function removeAll(store: Store, prefix: string): Promise<void> {
  await mapConcurrently(await listed(store, prefix), removesAtOnce, ({ key }) => store.remove(key));
}

async function listed(store: Store, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}
