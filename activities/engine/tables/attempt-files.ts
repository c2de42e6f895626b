import { randomUUID } from 'node:crypto';
import type { ShardFiles, TableFile } from '../../../schemas/table/table.ts';
import type { TableRef } from '../../../schemas/build/task.ts';
import { fileDigest } from '../../storage/file-digest.ts';
import type { Store } from '../../storage/store.ts';
import type { WrittenShard } from '../../parquet/write-shards.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { shardName, tableFolder } from './keys.ts';

/**
 * Files that one attempt puts into a folder of the store, under names of its own: whatever else runs at the same time
 * writes others. They count once a manifest names them.
 */
export class AttemptFiles {
  readonly #store: Store;
  readonly #folder: string;
  readonly #attempt = randomUUID().replaceAll('-', '').slice(0, 16);
  readonly #keys: string[] = [];

  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** Moves a finished Parquet file into the store as `<name>-<attempt><ending>`. */
  async put(
    name: string,
    ending: '.parquet' | '.rejects.parquet',
    path: string,
    rows: number,
  ): Promise<TableFile> {
    const file = { name: `${name}-${this.#attempt}${ending}`, rows, ...(await fileDigest(path)) };
    const key = `${this.#folder}/${file.name}`;
    this.#keys.push(key);
    await this.#store.putFile(key, path);
    return file;
  }

  /**
   * Removes them again where another attempt's outcome counts. Nobody else knows their names; what a killed attempt
   * leaves is swept (`sweepUnnamed`).
   */
  async discard(): Promise<void> {
    await Promise.all(this.#keys.map((key) => this.#store.remove(key).catch(() => undefined)));
  }
}

/** Puts the shards that an import or a set stage wrote, all of its rejects beside the first; gives what is to be named. */
export async function putShards(
  store: Store,
  table: TableRef,
  written: readonly WrittenShard[],
  rejects?: { readonly path: string; readonly rows: number },
): Promise<ShardFiles[]> {
  const attempt = new AttemptFiles(store, tableFolder(table));
  const rows = await mapConcurrently(written, 8, ({ index, path, rows }) =>
    attempt.put(shardName(index), '.parquet', path, rows),
  );
  const rejected =
    rejects === undefined
      ? undefined
      : await attempt.put(shardName(0), '.rejects.parquet', rejects.path, rejects.rows);
  return rows.map((file, index) =>
    index === 0 && rejected !== undefined ? { rows: file, rejects: rejected } : { rows: file },
  );
}
