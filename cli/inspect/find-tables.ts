import { LatestSchema, DatasetManifestSchema, type DatasetManifest } from '../../schemas/dataset/manifest.ts';
import { StoreSchema, type StoreConfig } from '../../schemas/build/store.ts';
import { addCounts, addReasons, noCounts } from '../../schemas/table/counts.ts';
import {
  ShardManifestSchema,
  TableOutlineSchema,
  type Counts,
  type ShardFiles,
  type TableOutline,
} from '../../schemas/table/table.ts';
import {
  ImportRecordSchema,
  type ImportRecord,
  type TableRef,
  type ToldTable,
} from '../../schemas/build/task.ts';
import { readStored } from '../../activities/storage/stored-json.ts';
import { importKey, outlineKey, shardManifestKey } from '../../activities/engine/tables/keys.ts';
import { stateOf } from '../../activities/engine/tables/table-state.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import { readConfigFile } from '../../client/config/config-file.ts';
import { resolvePaths } from '../../client/config/paths.ts';
import { homeOf, type HostOptions } from '../host/options.ts';
import { serverKnown } from '../host/server.ts';
import { withClient } from '../host/with-client.ts';
import { UserMistake } from '../user-mistake.ts';

/** A table in a store; while it is being made, its counts are those of the finished shards. */
export interface KnownTable {
  readonly ref: TableRef;
  readonly outline: TableOutline;
  readonly complete: boolean;
  readonly counts: Counts;
  readonly reasons: Readonly<Record<string, number>>;
  /** The shards that are done, in their order. */
  readonly shards: readonly (ShardFiles & { readonly index: number })[];
  /** What the build's own import met, where the table is one. */
  readonly imported: ImportRecord | undefined;
}

export interface Found {
  readonly store: Store;
  /** In the recipe's order. */
  readonly tables: readonly KnownTable[];
  /** The published version, unless the tables are those of a build. */
  readonly dataset: DatasetManifest | undefined;
}

export interface FindOptions extends HostOptions {
  readonly store?: string;
  readonly config?: string;
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
      tables: await known(first, dataset.tables),
    };
  if (serverKnown(home, options)) {
    const { refs, memo } = await withClient(options, async ({ client }) => {
      const build = client.get(name);
      return { memo: await build.memo(), refs: await build.tables() };
    });
    const config = StoreSchema.safeParse(memo['store']);
    const store = given === undefined && config.success ? await openStore(config.data, looking) : first;
    // The build may have published into a store that was not named here.
    const published = options.build === true ? undefined : await latestOf(store, name);
    const tables = published === undefined ? refs : published.tables;
    return { store, dataset: published, tables: await known(store, tables) };
  }
  throw new UserMistake(
    `${first.uri} has no dataset ${name}; name its store with --store or --config FILE${await namesIn(first)}`,
  );
}

async function storeGiven({ store, config }: FindOptions): Promise<StoreConfig | undefined> {
  if (store !== undefined) return StoreSchema.parse(store);
  if (config === undefined) return undefined;
  const file = await readConfigFile(config);
  return StoreSchema.parse(resolvePaths(file.value, file.folder)['store'] ?? 'tunesmith-store');
}

async function latestOf(store: Store, name: string): Promise<DatasetManifest | undefined> {
  const latest = await readStored(store, `datasets/${name}/latest.json`, LatestSchema);
  return latest === undefined ? undefined : readStored(store, latest.manifest, DatasetManifestSchema);
}

async function known(store: Store, tables: readonly ToldTable[]): Promise<KnownTable[]> {
  const found = await Promise.all(
    tables.map(async ({ table: ref, import: digest }): Promise<KnownTable[]> => {
      const [outline, { manifest, shards }, imported] = await Promise.all([
        readStored(store, outlineKey(ref), TableOutlineSchema),
        stateOf(store, ref),
        digest === undefined ? undefined : readStored(store, importKey(digest), ImportRecordSchema),
      ]);
      const description = outline ?? manifest;
      if (description === undefined) return [];
      const { counts, reasons } = imported ?? manifest ?? (await soFar(store, ref, [...shards.keys()]));
      const files = [...shards]
        .map(([index, each]) => ({ index, ...each }))
        .sort((a, b) => a.index - b.index);
      const complete = manifest !== undefined;
      return [{ ref, outline: description, complete, counts, reasons, shards: files, imported }];
    }),
  );
  return found.flat();
}

async function soFar(
  store: Store,
  ref: TableRef,
  indices: readonly number[],
): Promise<Pick<KnownTable, 'counts' | 'reasons'>> {
  let [counts, reasons]: [Counts, Record<string, number>] = [noCounts, {}];
  for (const index of indices) {
    const shard = await readStored(store, shardManifestKey(ref, index), ShardManifestSchema);
    if (shard === undefined) continue;
    counts = addCounts(counts, shard.counts);
    reasons = addReasons(reasons, shard.reasons);
  }
  return { counts, reasons };
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
