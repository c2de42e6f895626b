import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { manifestKey, outlineKey, shardKey } from '../../activities/engine/keys.ts';
import { readRows } from '../../activities/tables/read-rows.ts';
import { columnsOf } from '../../schemas/column.ts';
import {
  rejectShape,
  TableManifestSchema,
  TableOutlineSchema,
  type TableManifest,
} from '../../schemas/table.ts';
import type { Dataset, TableRef } from '../../schemas/task.ts';

/** Everything that a table's shards hold, shard by shard in the files' order. */
export async function contentOf(store: string, table: TableRef): Promise<unknown[]> {
  const outline = TableOutlineSchema.parse(
    JSON.parse(await readFile(join(store, outlineKey(table)), 'utf8')),
  );
  const shards = Array.from({ length: table.shards }, (_, index) => index);
  return Promise.all(
    shards.map(async (index) => {
      const rejects = join(store, shardKey(table, index, 'rejects'));
      return {
        rows: await readRows(join(store, shardKey(table, index, 'rows')), outline.columns),
        rejects: existsSync(rejects) ? await readRows(rejects, columnsOf(rejectShape)) : [],
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
  for (const { table } of tables)
    manifests[table.stage] = TableManifestSchema.parse(
      JSON.parse(await readFile(join(store, manifestKey(table)), 'utf8')),
    );
  return manifests;
}
