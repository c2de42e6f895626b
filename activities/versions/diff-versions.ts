import type { DatasetDiff } from '../../schemas/dataset/diff.ts';
import type { Store } from '../storage/store.ts';
import { versionKnown } from './list-versions.ts';

/** What DuckDB may hold while rows are compared; the rest is spilled. */
const memoryLimit = '1GB';

/** What changed between two versions of a dataset. Throws VersionUnknown. */
export async function diffVersions(
  store: Store,
  name: string,
  versions: { readonly before: number; readonly after: number },
  scratchDir: string,
): Promise<DatasetDiff> {
  const before = await versionKnown(store, name, versions.before);
  const after = await versionKnown(store, name, versions.after);
  // DuckDB is loaded for this alone.
  const { compareVersions, storedVersion } = await import('../dataset/diff/compare-versions.ts');
  return compareVersions(storedVersion(store, before), storedVersion(store, after), {
    memoryLimit,
    scratchDir,
  });
}
