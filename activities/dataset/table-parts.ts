import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { TableRef } from '../../schemas/task.ts';
import { mapConcurrently } from '../engine/concurrently.ts';
import { shardKey, tableFolder } from '../engine/keys.ts';
import type { Store } from '../storage/store.ts';

/** Files that are held at once: a large table in a bucket never lies here as a whole. */
const batch = 128;

/** Keys of a table's shards of one kind, in their order. A shard without rejects has no file of them. */
export async function shardKeys(store: Store, table: TableRef, kind: 'rows' | 'rejects'): Promise<string[]> {
  if (kind === 'rows')
    return Array.from({ length: table.shards }, (_, index) => shardKey(table, index, kind));
  const keys: string[] = [];
  for await (const { key } of store.list(`${tableFolder(table)}/`))
    if (key.endsWith('.rejects.parquet')) keys.push(key);
  return keys;
}

/** Brings files here, some at a time, and removes them after each use. */
export async function inBatches(
  store: Store,
  keys: readonly string[],
  folder: string,
  use: (paths: string[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < keys.length; at += batch) {
    const hold = join(folder, randomUUID());
    try {
      await use(await mapConcurrently(keys.slice(at, at + batch), 8, (key) => store.fetch(key, hold)));
    } finally {
      await rm(hold, { recursive: true, force: true });
    }
  }
}
