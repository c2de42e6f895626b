import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outlineKey } from '../../activities/engine/tables/keys.ts';
import { readRows } from '../../activities/parquet/read-rows.ts';
import { columnsOf } from '../../schemas/table/column.ts';
import { rejectShape, TableOutlineSchema, type TableManifest } from '../../schemas/table/table.ts';
import type { Dataset, TableRef } from '../../schemas/build/task.ts';
import { manifestIn, rejectPaths, rowPaths } from '../tables/stored-table.ts';

/** Everything that a table's shards hold, shard by shard in the files' order. */
export async function contentOf(store: string, table: TableRef): Promise<unknown[]> {
  const outline = TableOutlineSchema.parse(
    JSON.parse(await readFile(join(store, outlineKey(table)), 'utf8')),
  );
  const [rows, rejects] = [await rowPaths(store, table), await rejectPaths(store, table)];
  return Promise.all(
    rows.map(async (path, index) => {
      const dropped = rejects[index];
      return {
        rows: await readRows(path, outline.columns),
        rejects: dropped === undefined ? [] : await readRows(dropped, columnsOf(rejectShape)),
      };
    }),
  );
}

/** The manifests of a build's row stages, by stage. */
export async function manifestsOf(
  store: string,
  { tables }: Dataset,
): Promise<Record<string, TableManifest>> {
  const manifests: Record<string, TableManifest> = {};
  for (const { table } of tables) manifests[table.stage] = await manifestIn(store, table);
  return manifests;
}
