import type { WorkerParts } from '../activities/engine/build/worker-parts.ts';
import { createInference } from '../activities/inference/index.ts';
import { openStore } from '../activities/storage/open-store.ts';
import type { Store } from '../activities/storage/store.ts';
import type { Home } from './home.ts';
import { unwatched, type WorkersRoom } from './workers-room.ts';

/**
 * What one process gives all its activities. Stores are opened once, so that their caches and clients are shared. `log` is
 * told what a store's service does otherwise than others.
 */
export function createParts(
  home: Home,
  env: NodeJS.ProcessEnv = process.env,
  room: WorkersRoom = unwatched,
  log?: (line: string) => void,
  surroundings: WorkerParts['surroundings'] = {},
): WorkerParts {
  const stores = new Map<string, Promise<Store>>();
  return {
    inference: createInference({ env }),
    env,
    surroundings,
    scratchDir: home.scratchDir,
    journalDir: home.journalDir,
    makeRoom: () => room.makeRoom(),
    setMemory: env['TUNESMITH_SET_MEMORY'] ?? '512MB',
    openStore(config) {
      const key = JSON.stringify(config);
      const known = stores.get(key);
      if (known !== undefined) return known;
      const opening = openStore(config, {
        cacheDir: home.cacheDir,
        ...(log === undefined ? {} : { log }),
      });
      stores.set(key, opening);
      opening.catch(() => stores.delete(key));
      return opening;
    },
  };
}
