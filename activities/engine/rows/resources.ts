import { LRUCache } from 'lru-cache';
import { digestOf } from '../../digest.ts';
import type { OpenBuild } from '../build/open-plan.ts';
import type { WorkerParts } from '../build/worker-parts.ts';

/** What a stage may use to open what its rows share: an index, a list of n-grams, a model in this process. */
export interface Resources {
  readonly build: OpenBuild;
  readonly parts: WorkerParts;
  readonly signal: AbortSignal;
}

/** Openings of one stage that are kept: each may be gigabytes, and few parameters are in use at a time. */
const most = 4;

interface Opening<X> {
  readonly value: Promise<X>;
  readonly signal: AbortSignal;
}

/**
 * What a stage opened, once a process for each (parameters, store): it must follow from these alone, since builds
 * share it. An opening that ended with the shard that began it is begun again for the shards that wait for it.
 */
export class Opened<X> {
  private readonly known = new LRUCache<string, Opening<X>>({ max: most });

  async get(params: unknown, resources: Resources, open: () => Promise<X>): Promise<X> {
    const key = digestOf({ params, store: resources.build.store.uri });
    for (;;) {
      const opening = this.known.get(key) ?? this.begin(key, resources.signal, open);
      try {
        return await opening.value;
      } catch (error) {
        if (!opening.signal.aborted || opening.signal === resources.signal) throw error;
        resources.signal.throwIfAborted();
      }
    }
  }

  private begin(key: string, signal: AbortSignal, open: () => Promise<X>): Opening<X> {
    const opening = { value: open(), signal };
    this.known.set(key, opening);
    opening.value.catch(() => {
      if (this.known.get(key) === opening) this.known.delete(key);
    });
    return opening;
  }
}
