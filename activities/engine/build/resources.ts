import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { digestOf } from '../../digest.ts';
import type { OpenBuild } from './open-plan.ts';
import type { WorkerParts } from './worker-parts.ts';

/** What a stage may use to open what it works with: an index, a list of n-grams, a model in this process. */
export interface Resources {
  readonly build: OpenBuild;
  readonly parts: WorkerParts;
  readonly signal: AbortSignal;
}

export interface Opening<P extends z.ZodType, X> {
  /**
   * Opens what a stage works with, once a process for each (parameters, store) and before the first row. Give it the
   * types of its parameters: the compiler learns from it what `opened` is.
   */
  readonly open: (params: z.output<P>, resources: Resources) => Promise<X>;
}

/** Openings of one stage that are kept: each may be gigabytes, and few parameters are in use at a time. */
const most = 4;

interface Begun<X> {
  readonly value: Promise<X>;
  readonly signal: AbortSignal;
}

/**
 * What a stage opened, once a process for each (parameters, store): it must follow from these alone, since builds
 * share it. An opening that ended with the activity that began it is begun again for those that wait for it.
 */
export class Opened<X> {
  private readonly known = new LRUCache<string, Begun<X>>({ max: most });

  async get(params: unknown, resources: Resources, open: () => Promise<X>): Promise<X> {
    const key = digestOf({ params, store: resources.build.store.uri });
    for (;;) {
      const begun = this.known.get(key) ?? this.begin(key, resources.signal, open);
      try {
        return await begun.value;
      } catch (error) {
        if (!begun.signal.aborted || begun.signal === resources.signal) throw error;
        resources.signal.throwIfAborted();
      }
    }
  }

  private begin(key: string, signal: AbortSignal, open: () => Promise<X>): Begun<X> {
    const begun = { value: open(), signal };
    this.known.set(key, begun);
    begun.value.catch(() => {
      if (this.known.get(key) === begun) this.known.delete(key);
    });
    return begun;
  }
}
