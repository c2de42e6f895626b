import {
  ShardManifestSchema,
  TableManifestSchema,
  type ShardFiles,
  type TableManifest,
} from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';
import { digestOf } from '../../digest.ts';
import type { Store, StoredObject } from '../../storage/store.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { readStored } from '../../storage/stored-json.ts';
import { damageKey, fileKey, manifestKey, shardManifestKey, shardOfManifest, tableFolder } from './keys.ts';

/** What is in a table's folder. */
export interface TableState {
  /** Where the table is complete. */
  readonly manifest: TableManifest | undefined;
  /** Files of the shards that are done. */
  readonly shards: ReadonlyMap<number, ShardFiles>;
  /** Why this edition cannot be used. */
  readonly damage: string | undefined;
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
  const shards =
    manifest === undefined
      ? await shardsUnderWay(store, table, [...there.keys()])
      : new Map(manifest.files.entries());
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
  return { manifest, shards, damage };
}

async function shardsUnderWay(
  store: Store,
  table: Pick<TableRef, 'stage' | 'digest'>,
  keys: readonly string[],
): Promise<Map<number, ShardFiles>> {
  const folder = `${tableFolder(table)}/`;
  const indices = keys.flatMap((key) => shardOfManifest(key.slice(folder.length)) ?? []);
  const found = await mapConcurrently(indices, 32, async (index) => {
    const shard = await readStored(store, shardManifestKey(table, index), ShardManifestSchema);
    return shard === undefined ? [] : [[index, shard.files] as const];
  });
  return new Map(found.flat());
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

/** Address of an edition of a table, the first being 1. Another is made where one is damaged: none is ever repaired. */
export function editionOf(first: string, edition: number): string {
  return edition === 1 ? first : digestOf({ table: first, edition });
}

/** The first edition of a table that `fits`, which is told what is there of it. */
export async function findEdition(
  store: Store,
  first: TableRef,
  fits: (state: TableState) => boolean,
): Promise<{ readonly table: TableRef; readonly state: TableState }> {
  for (let edition = 1; ; edition += 1) {
    const table = { ...first, digest: editionOf(first.digest, edition) };
    const state = await stateOf(store, table);
    if (state.damage === undefined && fits(state)) return { table, state };
  }
}
