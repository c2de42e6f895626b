import {
  ShardManifestSchema,
  TableManifestSchema,
  type ShardFiles,
  type TableManifest,
} from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';
import { addReasons } from '../../../schemas/table/counts.ts';
import { digestOf } from '../../digest.ts';
import type { Store, StoredObject } from '../../storage/store.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';
import {
  damageKey,
  fileKey,
  manifestKey,
  outlineKey,
  shardManifestKey,
  shardOfManifest,
  tableFolder,
  takenUpKey,
} from './keys.ts';

/** What is in a table's folder. */
export interface TableState {
  /** Where the table is complete. */
  readonly manifest: TableManifest | undefined;
  /** Files of the shards that are done. */
  readonly shards: ReadonlyMap<number, ShardFiles>;
  /** Rejects of the shards that are done, by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Why this edition cannot be used. */
  readonly damage: string | undefined;
  /** When the newest of its files was written, in milliseconds since 1970; 0 where there is none. */
  readonly newestAt: number;
}

/** Milliseconds after which what a killed attempt left is swept: no attempt has files that wait so long to be named. */
const day = 24 * 60 * 60 * 1000;

/**
 * Reads what a table's manifests name and holds it against the list of the files that are there. It lists the folder
 * once; a table under way costs a read a finished shard besides.
 */
export async function stateOf(store: Store, table: Pick<TableRef, 'stage' | 'digest'>): Promise<TableState> {
  const there = new Map<string, StoredObject>();
  for await (const object of store.list(`${tableFolder(table)}/`)) there.set(object.key, object);
  const manifest = there.has(manifestKey(table))
    ? await readStored(store, manifestKey(table), TableManifestSchema)
    : undefined;
  const { shards, reasons } =
    manifest === undefined
      ? await shardsUnderWay(store, table, [...there.keys()])
      : { shards: new Map(manifest.files.entries()), reasons: manifest.reasons };
  const named = [...shards.values()].flatMap(({ rows, rejects }) =>
    rejects === undefined ? [rows] : [rows, rejects],
  );
  const lost = named.find((file) => there.get(fileKey(table, file))?.bytes !== file.bytes);
  const damage = there.has(damageKey(table))
    ? `${store.locate(damageKey(table))} says so`
    : lost === undefined
      ? undefined
      : `${store.locate(fileKey(table, lost))} is not there with its ${lost.bytes} bytes`;
  if (manifest !== undefined && damage === undefined)
    await sweepUnnamed(store, [...there.values()], new Set(named.map((file) => fileKey(table, file))));
  let newestAt = 0;
  for (const { modifiedAt } of there.values()) newestAt = Math.max(newestAt, modifiedAt);
  return { manifest, shards, reasons, damage, newestAt };
}

/** Milliseconds for which a table that was written or taken up need not be again: less than any collection's grace. */
const freshFor = 10 * 60 * 1000;

/**
 * Says in a complete table's folder that a build takes it up, so that no collection removes it, and then looks whether one
 * just did: false where the table is to be looked at anew. A collection does the same the other way round, first the
 * manifest and then a look (docs/versions.md), so that one of the two sees the other.
 */
export async function takeUp(
  store: Store,
  table: Pick<TableRef, 'stage' | 'digest'>,
  { manifest, newestAt }: Pick<TableState, 'manifest' | 'newestAt'>,
): Promise<boolean> {
  if (manifest === undefined || Date.now() - newestAt < freshFor) return true;
  await store.replace(takenUpKey(table), toJson({ at: new Date().toISOString() }));
  return store.has(manifestKey(table));
}

/** Takes up a table that is only copied from, whose manifest is not read for it. */
export async function keepUp(store: Store, table: Pick<TableRef, 'stage' | 'digest'>): Promise<boolean> {
  let newestAt = 0;
  for await (const { modifiedAt } of store.list(`${tableFolder(table)}/`))
    newestAt = Math.max(newestAt, modifiedAt);
  if (Date.now() - newestAt < freshFor) return true;
  await store.replace(takenUpKey(table), toJson({ at: new Date().toISOString() }));
  return store.has(manifestKey(table));
}

async function shardsUnderWay(
  store: Store,
  table: Pick<TableRef, 'stage' | 'digest'>,
  keys: readonly string[],
): Promise<Pick<TableState, 'shards' | 'reasons'>> {
  const folder = `${tableFolder(table)}/`;
  const indices = keys.flatMap((key) => shardOfManifest(key.slice(folder.length)) ?? []);
  const found = await mapConcurrently(indices, 32, async (index) => {
    const shard = await readStored(store, shardManifestKey(table, index), ShardManifestSchema);
    return shard === undefined ? [] : [{ index, shard }];
  });
  const done = found.flat();
  return {
    shards: new Map(done.map(({ index, shard }) => [index, shard.files])),
    reasons: done.map(({ shard }) => shard.reasons).reduce(addReasons, {}),
  };
}

/**
 * Removes the files of a complete table's folder that its manifest does not name and that are a day old: attempts that
 * were killed, or came second, left them. No manifest will ever name them, since the table's own is there.
 */
async function sweepUnnamed(
  store: Store,
  there: readonly StoredObject[],
  named: ReadonlySet<string>,
): Promise<void> {
  const unnamed = there.filter(
    ({ key, modifiedAt }) => key.endsWith('.parquet') && !named.has(key) && Date.now() - modifiedAt > day,
  );
  await mapConcurrently(unnamed, 8, ({ key }) => store.remove(key).catch(() => undefined));
}

/** Digest of a complete table's rows, by its files. */
export function contentOf({ files }: Pick<TableManifest, 'files'>): string {
  return digestOf(files.map(({ rows }) => rows.sha256));
}

/** What a complete table is and how it was made, whichever edition it is: the same for the same rows of the same stages. */
export function identityOf(manifest: Pick<TableManifest, 'origin' | 'files'>): string {
  return digestOf({ origin: manifest.origin, content: contentOf(manifest) });
}

/**
 * Address of an edition of a table, the first being 1. Another is made where one is damaged, or holds rows that are to be
 * asked again: none is ever repaired.
 */
export function editionOf(first: string, edition: number): string {
  return edition === 1 ? first : digestOf({ table: first, edition });
}

export interface Edition {
  readonly table: TableRef;
  readonly state: TableState;
  /** The edition before it, which did not fit, where that is complete and whole. */
  readonly before?: TableRef;
}

/** The first edition of a table, from the given one on, that `fits`, which is told what is there of it. */
export async function findEdition(
  store: Store,
  first: TableRef,
  fits: (state: TableState, table: TableRef) => boolean | Promise<boolean>,
  from = 1,
): Promise<Edition> {
  let before: TableRef | undefined;
  for (let edition = from; ; edition += 1) {
    const table = { ...first, digest: editionOf(first.digest, edition) };
    const state = await stateOf(store, table);
    const whole = state.damage === undefined;
    if (whole && (await fits(state, table))) {
      if (await takeUp(store, table, state))
        return { table, state, ...(before === undefined ? {} : { before }) };
      edition -= 1;
      continue;
    }
    if (whole && state.manifest !== undefined) before = table;
  }
}

/**
 * The last of a table's editions that were begun one after the other, 1 where none was: there may be one of every build.
 * Looks at as many as their number has digits, not at each.
 */
export async function lastBegun(store: Store, first: TableRef): Promise<number> {
  const begun = (edition: number) =>
    store.has(outlineKey({ ...first, digest: editionOf(first.digest, edition) }));
  let [known, end] = [1, 2];
  while (await begun(end)) [known, end] = [end, end * 2];
  while (end - known > 1) {
    const middle = Math.floor((known + end) / 2);
    if (await begun(middle)) known = middle;
    else end = middle;
  }
  return known;
}
