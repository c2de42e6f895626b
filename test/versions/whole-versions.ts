import { expect } from 'vitest';
import { Releases } from '../../activities/dataset/releases.ts';
import { stateOf } from '../../activities/engine/tables/table-state.ts';
import type { Store } from '../../activities/storage/store.ts';
import { sha256Of } from './sha256-of.ts';

/** Every complete version of a dataset has its files, and its tables are whole; gives the numbers. */
export async function whole(store: Store, name: string): Promise<number[]> {
  const releases = new Releases(store, name);
  const { complete } = await releases.standing();
  for (const version of complete) {
    const manifest = await releases.read(version);
    for (const { path, sha256 } of manifest?.files ?? [])
      expect(await sha256Of(store, releases.key(version, path))).toBe(sha256);
    for (const { table } of manifest?.tables ?? []) {
      const state = await stateOf(store, table);
      expect(state.manifest, `v${version} ${table.stage}`).toBeDefined();
      expect(state.damage).toBeUndefined();
    }
  }
  return [...complete];
}
