import { copyFile, mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { CountsSchema, TableManifestSchema, type TableManifest } from '../../schemas/table.ts';
import { TableRefSchema, type TableRef } from '../../schemas/task.ts';
import { readDocument, toJson } from '../engine/documents.ts';
import { manifestKey, shardKey } from '../engine/keys.ts';
import type { Store } from '../storage/store.ts';
import { scratchFile } from '../tables/scratch-file.ts';

/** Which table some files became. Other files may give the same rows, but other counts and rejects: these are its own. */
const ImportRecordSchema = TableRefSchema.extend({
  counts: CountsSchema,
  reasons: z.record(z.string(), z.int().positive()),
  /** Columns of the user's own table. */
  fields: z.array(z.string()).optional(),
});

const recordKey = (digest: string): string => `imports/${digest}.json`;
const rejectsKey = (digest: string): string => `imports/${digest}.rejects.parquet`;

/** Keeps what an import met, its rejects before its record: a record says that all is there. */
export async function keepImport(
  store: Store,
  digest: string,
  manifest: TableManifest,
  fields: readonly string[],
  rejectPath: string | undefined,
): Promise<void> {
  const { digest: table, stage, shards, counts, reasons } = manifest;
  await store.remove(rejectsKey(digest));
  if (rejectPath !== undefined) await store.putFile(rejectsKey(digest), rejectPath);
  await store.replace(recordKey(digest), toJson({ digest: table, stage, shards, counts, reasons, fields }));
}

/** Columns of the user's own table, as an import met them; none where it was no such table. */
export async function columnsOfImport(store: Store, digest: string): Promise<readonly string[]> {
  return (await readDocument(store, recordKey(digest), ImportRecordSchema.partial()))?.fields ?? [];
}

/**
 * The table that an import became, as that import met it; undefined where it is to be read (again). Readers look for an
 * import's rejects beside its table, so they are put there again where the same rows came from other files since.
 */
export async function knownImport(
  store: Store,
  digest: string,
  scratchDir: string,
): Promise<TableManifest | undefined> {
  const record = await readDocument(store, recordKey(digest), ImportRecordSchema.or(TableRefSchema));
  if (record === undefined) return undefined;
  const manifest = await readDocument(store, manifestKey(record), TableManifestSchema);
  if (manifest === undefined || !('counts' in record) || manifest.import === digest) return manifest;
  const { counts, reasons } = record;
  if (counts.rejected > 0 && !(await store.has(rejectsKey(digest)))) return undefined;
  const rejects = counts.rejected > 0 ? await store.fetch(rejectsKey(digest)) : undefined;
  await putRejects(store, record, rejects, scratchDir);
  const own: TableManifest = { ...manifest, counts, reasons, import: digest };
  await store.replace(manifestKey(record), toJson(own));
  return own;
}

/** Puts an import's rejects beside its table, in the place of those of other files that gave the same rows. */
export async function putRejects(
  store: Store,
  table: TableRef,
  path: string | undefined,
  scratchDir: string,
): Promise<void> {
  await store.remove(shardKey(table, 0, 'rejects'));
  if (path === undefined) return;
  await mkdir(scratchDir, { recursive: true });
  const copy = scratchFile(scratchDir);
  await copyFile(path, copy);
  await store.putFile(shardKey(table, 0, 'rejects'), copy);
}
