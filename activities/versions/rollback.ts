import type { Move, Rollback } from '../../schemas/dataset/version.ts';
import { Releases } from '../dataset/releases.ts';
import { moveKey } from '../dataset/standing.ts';
import { toJson } from '../storage/stored-json.ts';
import type { Store } from '../storage/store.ts';
import { standingKnown } from './list-versions.ts';
import { versionUnknown } from './version-unknown.ts';

/**
 * Makes a version the one that readers take, an earlier or a later one. What is published afterwards goes before it again,
 * under a number that was never used; the same data as a version that was put back does not. Of two rollbacks at once the
 * second has seen the first. Throws VersionUnknown.
 */
export async function rollBack(store: Store, name: string, to: number): Promise<Rollback> {
  const releases = new Releases(store, name);
  for (;;) {
    const { complete, latest, upTo, moves } = await standingKnown(store, releases);
    if (!complete.includes(to)) throw versionUnknown(name, to, complete);
    const from = latest ?? to;
    if (from === to) {
      // Whoever moved it may have been killed before the pointer said so.
      await releases.point();
      return { name, from, to, moved: false };
    }
    const move: Move = {
      format: 'tunesmith-move-1',
      to,
      from,
      upTo: Math.max(upTo, ...complete),
      at: new Date().toISOString(),
    };
    if ((await store.putBytes(moveKey(name, moves + 1), toJson(move))) === 'exists') continue;
    await releases.point();
    // A collection beside it took the version before it could see the move.
    const after = await releases.standing();
    if (!after.complete.includes(to)) throw versionUnknown(name, to, after.complete);
    return { name, from, to, moved: true };
  }
}
