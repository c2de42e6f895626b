import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileKey, importKey, importsFolder, manifestKey } from '../../activities/engine/tables/keys.ts';
import { readTyped } from '../../activities/parquet/read-rows.ts';
import {
  rejectShape,
  TableManifestSchema,
  type Reject,
  type TableManifest,
} from '../../schemas/table/table.ts';
import { ImportRecordSchema, type TableRef, type ToldTable } from '../../schemas/build/task.ts';

/** The manifest of a complete table in a local store. */
export async function manifestIn(store: string, table: TableRef): Promise<TableManifest> {
  return TableManifestSchema.parse(JSON.parse(await readFile(join(store, manifestKey(table)), 'utf8')));
}

/** Paths of a table's rows, by shard. */
export async function rowPaths(store: string, table: TableRef): Promise<string[]> {
  const { files } = await manifestIn(store, table);
  return files.map(({ rows }) => join(store, fileKey(table, rows)));
}

/** Path of each shard's rejects; undefined where it has none. */
export async function rejectPaths(store: string, table: TableRef): Promise<(string | undefined)[]> {
  const { files } = await manifestIn(store, table);
  return files.map(({ rejects }) =>
    rejects === undefined ? undefined : join(store, fileKey(table, rejects)),
  );
}

/** All rejects of a table as a build tells of it; of an import, its own. */
export async function rejectsOf(store: string, { table, import: digest }: ToldTable): Promise<Reject[]> {
  const paths = (await rejectPaths(store, table)).filter((path) => path !== undefined);
  if (digest !== undefined) {
    const record: unknown = JSON.parse(await readFile(join(store, importKey(digest)), 'utf8'));
    const { rejects } = ImportRecordSchema.parse(record);
    if (rejects !== undefined) paths.push(join(store, importsFolder, rejects.name));
  }
  return (await Promise.all(paths.map((path) => readTyped(path, rejectShape)))).flat();
}
