import type { Pin } from '../../schemas/dataset/version.ts';
import { Releases } from '../dataset/releases.ts';
import { pinKey } from '../dataset/standing.ts';
import { toJson } from '../storage/stored-json.ts';
import type { Store } from '../storage/store.ts';
import { standingKnown } from './list-versions.ts';
import { versionUnknown } from './version-unknown.ts';

/**
 * Marks a version so that nothing collects it. A collection that is about to take it sees the mark, or else the version is
 * gone when it is looked for after the mark was made. Throws VersionUnknown.
 */
export async function pin(store: Store, name: string, version: number): Promise<void> {
  const releases = new Releases(store, name);
  const before = await standingKnown(store, releases);
  if (!before.complete.includes(version)) throw versionUnknown(name, version, before.complete);
  const mark: Pin = { format: 'tunesmith-pin-1', version, at: new Date().toISOString() };
  await store.putBytes(pinKey(name, version), toJson(mark));
  const { complete } = await releases.standing();
  if (complete.includes(version)) return;
  await store.remove(pinKey(name, version));
  throw versionUnknown(name, version, complete);
}

/** Takes the mark away; true where there was one. Throws VersionUnknown. */
export async function unpin(store: Store, name: string, version: number): Promise<boolean> {
  const { complete, pinned } = await standingKnown(store, new Releases(store, name));
  if (!complete.includes(version)) throw versionUnknown(name, version, complete);
  await store.remove(pinKey(name, version));
  return pinned.has(version);
}
