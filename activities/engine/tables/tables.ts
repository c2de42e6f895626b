import { LRUCache } from 'lru-cache';
import {
  ShardManifestSchema,
  TableManifestSchema,
  TableOutlineSchema,
  type ShardFiles,
  type ShardManifest,
  type TableFile,
  type TableManifest,
  type TableOutline,
} from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';
import { fileDigest } from '../../storage/file-digest.ts';
import { ObjectMissing } from '../../storage/object-missing.ts';
import type { Store } from '../../storage/store.ts';
import { QueryFailed } from '../../parquet/query-failed.ts';
import { TableUnreadable } from '../../parquet/table-unreadable.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';
import { damageKey, fileKey, manifestKey, outlineKey, shardManifestKey, tableFolder } from './keys.ts';
import { TableDamaged, TableMadeAgain } from './table-damaged.ts';
import { stateOf } from './table-state.ts';

type Address = Pick<TableRef, 'stage' | 'digest'>;

/** Brings a file here; its path is good as long as the folder `hold`. */
export type StoredFile = (hold: string) => Promise<string>;

/** Tables whose outlines and manifests are kept in mind. A manifest of the most shards takes 20 MB. */
const most = 32;

/**
 * The tables of a store as activities read them. A table is what its manifests name: whoever wrote it, no other file
 * counts. What is named and not there throws TableDamaged.
 */
export class Tables {
  readonly #store: Store;
  readonly #outlines = new LRUCache<string, TableOutline>({ max: 100 });
  readonly #manifests = new LRUCache<string, TableManifest>({ max: most });

  constructor(store: Store) {
    this.#store = store;
  }

  async outline(table: Address): Promise<TableOutline> {
    const known = this.#outlines.get(keyOf(table));
    if (known !== undefined) return known;
    const outline =
      (await readStored(this.#store, outlineKey(table), TableOutlineSchema)) ?? (await this.sealed(table));
    if (outline === undefined) throw this.#gone(table, outlineKey(table));
    this.#outlines.set(keyOf(table), outline);
    return outline;
  }

  /** The manifest of a complete table. */
  async manifest(table: Address): Promise<TableManifest> {
    const manifest = await this.sealed(table);
    if (manifest === undefined) throw this.#gone(table, manifestKey(table));
    return manifest;
  }

  /** The manifest of a complete table, held against the list of the files that are there now. */
  async whole(table: Address): Promise<TableManifest> {
    this.#forget(table);
    const { manifest, damage } = await stateOf(this.#store, table);
    if (damage !== undefined) throw new TableDamaged(table, damage);
    if (manifest === undefined) throw this.#gone(table, manifestKey(table));
    this.#manifests.set(keyOf(table), manifest);
    return manifest;
  }

  /** The same; undefined where the table is not complete. */
  async sealed(table: Address): Promise<TableManifest | undefined> {
    const known = this.#manifests.get(keyOf(table));
    if (known !== undefined) return known;
    const manifest = await readStored(this.#store, manifestKey(table), TableManifestSchema);
    if (manifest !== undefined) this.#manifests.set(keyOf(table), manifest);
    return manifest;
  }

  /** The outcome of a shard of a row stage; undefined where no attempt has finished it. Never from memory. */
  outcome(table: Address, index: number): Promise<ShardManifest | undefined> {
    return readStored(this.#store, shardManifestKey(table, index), ShardManifestSchema);
  }

  /** The files of a shard, of a table that is complete or under way; undefined where the shard is not done. */
  async find(table: Address, index: number): Promise<ShardFiles | undefined> {
    const known = this.#manifests.get(keyOf(table));
    if (known !== undefined) return known.files[index];
    // Row stages have a manifest a shard. Imports and set stages, which come first in a flow, have one for all.
    const shard = await this.outcome(table, index);
    return shard?.files ?? (await this.sealed(table))?.files[index];
  }

  /** The files of a shard that must be there. */
  async shard(table: Address, index: number): Promise<ShardFiles> {
    const files = await this.find(table, index);
    if (files === undefined) throw this.#gone(table, shardManifestKey(table, index));
    return files;
  }

  /** A local copy of a file that a manifest of the table names; see `Store.fetch`. */
  async fetch(table: Address, file: TableFile, hold?: string): Promise<string> {
    try {
      return await this.#store.fetch(fileKey(table, file), hold);
    } catch (error) {
      if (error instanceof ObjectMissing) throw await this.#damaged(table, file, 'is gone', error);
      throw error;
    }
  }

  /** Local copies of all rows of a complete table, by shard. */
  async fetchRows(table: Address, hold: string): Promise<string[]> {
    return mapConcurrently(await this.rowFiles(table), 8, (file) => file(hold));
  }

  /** The files with the rows of a complete table, by shard. */
  async rowFiles(table: Address): Promise<StoredFile[]> {
    const { files } = await this.manifest(table);
    return files.map(
      ({ rows }): StoredFile =>
        (hold) =>
          this.fetch(table, rows, hold),
    );
  }

  /** The files with the rejects of a complete table. An import's are its own, not its table's. */
  async rejectFiles(table: Address): Promise<StoredFile[]> {
    const { files } = await this.manifest(table);
    return files.flatMap(({ rejects }): StoredFile[] =>
      rejects === undefined ? [] : [(hold) => this.fetch(table, rejects, hold)],
    );
  }

  /**
   * Runs what reads tables. Where it cannot read, the files that their manifests name are looked at, and the first that is
   * not what it was is told by a TableDamaged; a failure that is not theirs is thrown as it is.
   */
  async reading<T>(tables: readonly Address[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(
        error instanceof QueryFailed ||
        error instanceof TableUnreadable ||
        error instanceof ObjectMissing
      ))
        throw error;
      for (const table of tables) await this.#examine(table, error);
      throw error;
    }
  }

  /** Throws TableDamaged where a file of the table is not the one that its manifest names. */
  async #examine(table: Address, cause: unknown): Promise<void> {
    this.#forget(table);
    const { manifest, shards, damage } = await stateOf(this.#store, table);
    if (damage !== undefined) throw new TableDamaged(table, damage, { cause });
    // Removed as a whole: the next try copies nothing from it, or says that its input is gone.
    if (manifest === undefined && shards.size === 0)
      throw new TableMadeAgain(`${this.#store.locate(tableFolder(table))} was removed meanwhile`, { cause });
    for (const { rows, rejects } of shards.values())
      for (const file of rejects === undefined ? [rows] : [rows, rejects]) {
        const key = fileKey(table, file);
        if ((await this.#digestOf(table, file)) === file.sha256) continue;
        // A download may have gone bad where the object has not.
        await this.#store.forget(key);
        if ((await this.#digestOf(table, file)) !== file.sha256)
          throw await this.#damaged(table, file, 'does not hold what was written into it', cause);
      }
  }

  async #digestOf(table: Address, file: TableFile): Promise<string> {
    return (await fileDigest(await this.fetch(table, file))).sha256;
  }

  /** Notes the damage beside the table, so that every build sees it and makes another edition. */
  async #damaged(table: Address, file: TableFile, what: string, cause: unknown): Promise<Error> {
    this.#forget(table);
    const place = this.#store.locate(fileKey(table, file));
    const { shards } = await stateOf(this.#store, table);
    const named = [...shards.values()].some(
      ({ rows, rejects }) => rows.name === file.name || rejects?.name === file.name,
    );
    // Removed as a whole and made again since: what was known of it is forgotten now, and the next try reads anew.
    if (!named && shards.size > 0) return new TableMadeAgain(`${place} ${what}`, { cause });
    // Where the manifest is gone as well, there is nothing to note: what comes next is the first edition again.
    if (named)
      await this.#store.putBytes(damageKey(table), toJson({ file: file.name, what: `${place} ${what}` }));
    return new TableDamaged(table, `${place} ${what}`, { cause });
  }

  #gone(table: Address, key: string): TableDamaged {
    this.#forget(table);
    return new TableDamaged(table, `${this.#store.locate(key)} is not there`);
  }

  #forget(table: Address): void {
    this.#manifests.delete(keyOf(table));
    this.#outlines.delete(keyOf(table));
  }
}

function keyOf({ stage, digest }: Address): string {
  return `${stage}-${digest}`;
}
