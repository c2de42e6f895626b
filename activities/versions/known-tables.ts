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
import { fileKey, importKey, importsFolder, outlineKey, shardManifestKey } from '../engine/tables/keys.ts';
import { stateOf } from '../engine/tables/table-state.ts';
import type { Store } from '../storage/store.ts';
import { readStored } from '../storage/stored-json.ts';

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

/** Those of a build's tables that the store has, finished or begun. */
export async function knownTables(store: Store, tables: readonly ToldTable[]): Promise<KnownTable[]> {
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

/** Keys of the files with a table's rejects; of an import, those of the import that the build made. */
export function rejectKeys({ ref, shards, imported }: KnownTable): string[] {
  const own = shards.flatMap(({ rejects }) => (rejects === undefined ? [] : [fileKey(ref, rejects)]));
  return imported?.rejects === undefined ? own : [...own, `${importsFolder}/${imported.rejects.name}`];
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
