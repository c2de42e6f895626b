import { LatestSchema, DatasetManifestSchema, type DatasetManifest } from '../../schemas/dataset/manifest.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { readStored } from '../../activities/storage/stored-json.ts';
import { knownTables, openStore, type KnownTable, type Store } from '../../activities/versions/index.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { serverKnown } from '../host/server.ts';
import { withClient } from '../host/with-client.ts';
import { storeGiven, type StoreOptions } from '../store-given.ts';
import { UserMistake } from '../user-mistake.ts';

export interface Found {
  readonly store: Store;
  /** In the recipe's order. */
  readonly tables: readonly KnownTable[];
  /** The published version, unless the tables are those of a build. */
  readonly dataset: DatasetManifest | undefined;
}

export interface FindOptions extends HostOptions, StoreOptions {
  /** Take the tables of the newest build, published or not. */
  readonly build?: boolean;
}

/** Tables of a dataset's newest version, or of its newest build where there is no version yet. */
export async function findTables(name: string, options: FindOptions): Promise<Found> {
  const home = await homeOf(options);
  const given = await storeGiven(options);
  const looking = { cacheDir: home.cacheDir, toRead: true };
  const first = await openStore(given ?? StoreSchema.parse('tunesmith-store'), looking);
  const dataset = options.build === true ? undefined : await latestOf(first, name);
  if (dataset !== undefined)
    return {
      store: first,
      dataset,
      tables: await knownTables(first, dataset.tables),
    };
  if (serverKnown(home, options)) {
    const { refs, memo } = await withClient(options, async ({ client }) => {
      const build = await client.newest(name);
      return { memo: await build.memo(), refs: await build.tables() };
    });
    const config = StoreSchema.safeParse(memo['store']);
    const store = given === undefined && config.success ? await openStore(config.data, looking) : first;
    // The build may have published into a store that was not named here.
    const published = options.build === true ? undefined : await latestOf(store, name);
    const tables = published === undefined ? refs : published.tables;
    return { store, dataset: published, tables: await knownTables(store, tables) };
  }
  throw new UserMistake(
    `${first.uri} has no dataset ${name}; name its store with --store or --config FILE${await namesIn(first)}`,
  );
}

async function latestOf(store: Store, name: string): Promise<DatasetManifest | undefined> {
  const latest = await readStored(store, `datasets/${name}/latest.json`, LatestSchema);
  return latest === undefined ? undefined : readStored(store, latest.manifest, DatasetManifestSchema);
}

async function namesIn(store: Store): Promise<string> {
  const names = new Set<string>();
  for await (const { key } of store.list('datasets/')) {
    const name = /^datasets\/([^/]+)\/latest\.json$/.exec(key)?.[1];
    if (name !== undefined) names.add(name);
    if (names.size === 10) break;
  }
  return names.size === 0 ? '' : `. There are ${[...names].join(', ')}`;
}
