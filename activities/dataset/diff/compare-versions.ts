import type { DatasetDiff } from '../../../schemas/dataset/diff.ts';
import type { DatasetFile, DatasetManifest } from '../../../schemas/dataset/manifest.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { withDuckDB, type DuckDBOptions } from '../../parquet/duckdb.ts';
import { ObjectMissing } from '../../storage/object-missing.ts';
import { withScratch } from '../../storage/scratch-folder.ts';
import type { Store } from '../../storage/store.ts';
import { compareFacts, type VersionFacts } from './compare-facts.ts';
import { compareRows } from './compare-rows.ts';

/** A version whose rows can be brought here. */
export interface ComparedVersion {
  readonly facts: VersionFacts;
  readonly files: readonly DatasetFile[];
  /** Local path of one of its files. Throws ObjectMissing. */
  fetch(path: string, hold: string): Promise<string>;
}

/** A published version. */
export function storedVersion(store: Store, manifest: DatasetManifest): ComparedVersion {
  const { name, version, files } = manifest;
  return {
    facts: manifest,
    files,
    fetch: (path, hold) => store.fetch(`datasets/${name}/v${version}/${path}`, hold),
  };
}

/** What changed between two versions. Rows are compared where both have Parquet files. */
export async function compareVersions(
  before: ComparedVersion,
  after: ComparedVersion,
  options: DuckDBOptions,
): Promise<DatasetDiff> {
  const told = compareFacts(before.facts, after.facts);
  const without = [before, after].find(({ files }) => parquetOf(files).length === 0);
  if (without !== undefined)
    return { ...told, rowsNotCompared: `v${without.facts.version} has no Parquet files` };
  return withScratch(options.scratchDir, 'diff', async (hold) => {
    try {
      const bring = (version: ComparedVersion): Promise<string[]> =>
        mapConcurrently(parquetOf(version.files), 8, (path) => version.fetch(path, hold));
      const [first, second] = [await bring(before), await bring(after)];
      const rows = await withDuckDB({ ...options, onDisk: true }, (db) =>
        compareRows(
          db,
          { paths: first, columns: before.facts.columns },
          { paths: second, columns: after.facts.columns },
        ),
      );
      return { ...told, rows };
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error;
      return { ...told, rowsNotCompared: error.message };
    }
  });
}

function parquetOf(files: readonly DatasetFile[]): string[] {
  return files.map(({ path }) => path).filter((path) => /^data\/.*\.parquet$/.test(path));
}
