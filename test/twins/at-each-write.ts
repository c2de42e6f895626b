import type { Store } from '../../activities/storage/store.ts';
import { storeWith } from '../dataset/store-with.ts';

/** A moment in an attempt: before or after its so many-th write to the store. */
export interface Moment {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** A store that runs `meanwhile` to its end at one moment of the writes that go through it. */
export function interrupted(
  store: Store,
  { write: at, when }: Moment,
  meanwhile: () => Promise<void>,
): { readonly store: Store; writes(): number } {
  let writes = 0;
  const counted = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    const now = writes === at;
    if (now && when === 'before') await meanwhile();
    const result = await write();
    if (now && when === 'after') await meanwhile();
    return result;
  };
  return {
    writes: () => writes,
    store: storeWith(store, {
      putFile: (key, path) => counted(() => store.putFile(key, path)),
      putBytes: (key, bytes) => counted(() => store.putBytes(key, bytes)),
      replace: (key, bytes) => counted(() => store.replace(key, bytes)),
      remove: (key) => counted(() => store.remove(key)),
    }),
  };
}

/**
 * Runs a case once for every moment that an attempt has: before and after each of its writes. `run` makes everything
 * anew, and gives the number of writes that the attempt made; it is called until there is no such write any more.
 * Returns how many moments there were.
 */
export async function atEachWrite(run: (moment: Moment) => Promise<number>): Promise<number> {
  let moments = 0;
  for (let write = 1; ; write += 1)
    for (const when of ['before', 'after'] as const) {
      const writes = await run({ write, when });
      if (write > writes) return moments;
      moments += 1;
    }
}
