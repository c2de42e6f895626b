import type { Store } from '../../storage/store.ts';
import {
  ImportRecordSchema,
  type ImportRecord,
  type TableRef,
  type TableSummary,
} from '../../../schemas/build/task.ts';
import type { TableManifest } from '../../../schemas/table/table.ts';
import { AttemptFiles } from '../tables/attempt-files.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';
import { importKey, importsFolder } from '../tables/keys.ts';
import { summaryOf } from '../tables/summary.ts';
import { TableDamaged } from '../tables/table-damaged.ts';
import { stateOf, takeUp } from '../tables/table-state.ts';
import type { StoredFile } from '../tables/tables.ts';
import { ObjectMissing } from '../../storage/object-missing.ts';

/**
 * Keeps what an import met, its rejects before its record. The record is a pointer: another attempt's, which the same
 * files gave, says the same of files of its own, and whichever is written last is right.
 */
export async function keepImport(
  store: Store,
  digest: string,
  record: Omit<ImportRecord, 'format' | 'rejects'>,
  rejectPath: string,
): Promise<ImportRecord> {
  const { rejected } = record.counts;
  const rejects =
    rejected === 0
      ? {}
      : {
          rejects: await new AttemptFiles(store, importsFolder).put(
            digest,
            '.rejects.parquet',
            rejectPath,
            rejected,
          ),
        };
  const kept: ImportRecord = { format: 'tunesmith-import-2', ...record, ...rejects };
  await store.replace(importKey(digest), toJson(kept));
  return kept;
}

/** What the import of a build met, and where its rejects are. Throws TableDamaged where its record or they are gone. */
export async function importOf(
  store: Store,
  table: TableRef,
  digest: string,
): Promise<Pick<ImportRecord, 'counts' | 'reasons'> & { readonly rejects: readonly StoredFile[] }> {
  const record = await readStored(store, importKey(digest), ImportRecordSchema);
  if (record === undefined) throw new TableDamaged(table, `${store.locate(importKey(digest))} is not there`);
  const { counts, reasons, rejects } = record;
  if (rejects === undefined) return { counts, reasons, rejects: [] };
  const key = `${importsFolder}/${rejects.name}`;
  const fetch: StoredFile = async (hold) => {
    try {
      return await store.fetch(key, hold);
    } catch (error) {
      if (error instanceof ObjectMissing)
        throw new TableDamaged(table, `${store.locate(key)} is gone`, { cause: error });
      throw error;
    }
  };
  return { counts, reasons, rejects: [fetch] };
}

/** An import that was made before, with its table; undefined where it is to be read (again). */
export async function knownImport(
  store: Store,
  digest: string,
): Promise<{ readonly record: ImportRecord; readonly manifest: TableManifest } | undefined> {
  const record = await readStored(store, importKey(digest), ImportRecordSchema);
  if (record === undefined) return undefined;
  if (record.rejects !== undefined && !(await store.has(`${importsFolder}/${record.rejects.name}`)))
    return undefined;
  const state = await stateOf(store, record.table);
  const { manifest, damage } = state;
  if (manifest === undefined || damage !== undefined) return undefined;
  return (await takeUp(store, record.table, state)) ? { record, manifest } : undefined;
}

/** An import's table as a build tells of it: with what was met in its own files. */
export function importSummary(
  digest: string,
  { counts, reasons }: ImportRecord,
  manifest: TableManifest,
  reused: boolean,
): TableSummary {
  return { ...summaryOf({ ...manifest, counts, reasons }, reused), import: digest };
}
