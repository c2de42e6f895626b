import { z } from 'zod';
import type { Recipe } from '../../../schemas/build/recipe.ts';
import { recipes } from '../../../schemas/recipes/index.ts';
import type { ToldTable } from '../../../schemas/build/task.ts';
import { tableFolder } from '../../engine/tables/keys.ts';
import { readStored } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import { foldersOf, type Folder } from './store-objects.ts';

type Address = Pick<ToldTable['table'], 'stage' | 'digest'>;
type Manifests = NonNullable<Recipe['manifests']>;

/** Which versions of what recipes publish beside datasets go, and the tables of those that stay. */
export interface RecipeVersions {
  readonly gone: readonly Folder[];
  readonly tables: readonly Address[];
}

export interface RecipeTerms {
  /** Newest versions that stay. */
  readonly keep: number;
  /** Milliseconds since 1970: one that was the newest at some time since then may be in use. */
  readonly inUseSince: number;
  /** Folders of tables that stay in any case. */
  readonly tables: ReadonlySet<string>;
}

interface Version extends Folder {
  readonly version: number;
  /** Milliseconds since 1970; undefined where there is no manifest. */
  readonly publishedAt: number | undefined;
  readonly tables: readonly Address[];
}

/**
 * The newest versions stay, those that were the newest while a build may have looked for one, and those whose tables stay.
 * What a killed build left below them goes.
 */
export async function recipeVersions(store: Store, terms: RecipeTerms): Promise<RecipeVersions> {
  const [gone, tables]: [Folder[], Address[]] = [[], []];
  for (const { manifests } of recipes) {
    if (manifests === undefined) continue;
    for (const [name, versions] of await versionsOf(store, manifests)) {
      const pointed = await readStored(
        store,
        `${manifests.folder}${name}/latest.json`,
        z.looseObject({ version: z.int() }),
      );
      const complete = versions.filter(({ publishedAt }) => publishedAt !== undefined);
      const newest = complete.slice(-terms.keep);
      for (const each of versions) {
        const next = complete.find(({ version }) => version > each.version);
        const stays =
          newest.includes(each) ||
          // From the pointer on, builds look for the next one by the next number.
          each.version >= (pointed?.version ?? 0) ||
          (each.publishedAt === undefined ? each.newestAt : (next?.publishedAt ?? Infinity)) >=
            terms.inUseSince ||
          each.tables.some((table) => terms.tables.has(tableFolder(table)));
        if (stays) tables.push(...each.tables);
        else gone.push(each);
      }
    }
  }
  return { gone, tables };
}

/** Versions by name, in ascending order, complete or not. */
async function versionsOf(store: Store, manifests: Manifests): Promise<Map<string, Version[]>> {
  const { folder, file } = manifests;
  const published = new Map<string, number>();
  for await (const { key, modifiedAt } of store.list(folder))
    if (file.test(key)) published.set(key, modifiedAt);
  const found = new Map<string, Version[]>();
  for await (const each of foldersOf(store, folder, 3)) {
    const key = `${each.key}/manifest.json`;
    const { name, version } = file.exec(key)?.groups ?? {};
    if (name === undefined || version === undefined) continue;
    const manifest = published.has(key) ? await readStored(store, key, z.unknown()) : undefined;
    const told = {
      ...each,
      version: Number(version),
      publishedAt: published.get(key),
      tables: manifest === undefined ? [] : manifests.tables(manifest),
    };
    found.set(name, [...(found.get(name) ?? []), told]);
  }
  for (const versions of found.values()) versions.sort((a, b) => a.version - b.version);
  return found;
}
