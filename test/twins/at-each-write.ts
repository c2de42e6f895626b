import type { Store } from '../../activities/storage/store.ts';
import { storeWith } from '../dataset/store-with.ts';

/** A moment in an attempt: before or after its so many-th write to the store. */
export interface Moment {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** What an attempt did between one of its writes and the one before: that one may also be still under way. */
type Between = 'nothing' | 'reads' | 'under way';

export interface Interrupted {
  readonly store: Store;
  writes(): number;
  /** What lay before a write, by its number. */
  before(write: number): Between;
}

/** A store that runs `meanwhile` to its end at one moment of the writes that go through it. */
export function interrupted(
  store: Store,
  { write: at, when }: Moment,
  meanwhile: () => Promise<void>,
): Interrupted {
  let [writes, underWay, looked] = [0, 0, true];
  const before: Between[] = [];
  const counted = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    const now = writes === at;
    before[writes] = underWay > 0 ? 'under way' : looked ? 'reads' : 'nothing';
    underWay += 1;
    try {
      if (now && when === 'before') await meanwhile();
      const result = await write();
      if (now && when === 'after') await meanwhile();
      return result;
    } finally {
      underWay -= 1;
      looked = false;
    }
  };
  const look = <T>(read: T): T => {
    looked = true;
    return read;
  };
  return {
    writes: () => writes,
    before: (write) => before[write] ?? 'reads',
    store: storeWith(store, {
      putFile: (key, path) => counted(() => store.putFile(key, path)),
      putBytes: (key, bytes) => counted(() => store.putBytes(key, bytes)),
      replace: (key, bytes) => counted(() => store.replace(key, bytes)),
      remove: (key) => counted(() => store.remove(key)),
      fetch: (key, hold) => look(store.fetch(key, hold)),
      getBytes: (key) => look(store.getBytes(key)),
      has: (key) => look(store.has(key)),
      async *list(prefix) {
        for await (const object of store.list(prefix)) yield look(object);
        looked = true;
      },
    }),
  };
}

/**
 * Runs a case once for every moment that an attempt has: before and after each of its writes. `run` makes everything
 * anew; it is called until there is no such write any more. The moment before a write is left out where it is the one
 * after the write before: where nothing was looked at in between, or, for attempts that are `killed` at their moment, where
 * nothing was written. Returns how many moments there were.
 */
export async function atEachWrite(
  run: (moment: Moment) => Promise<Interrupted>,
  { killed = false, last = Infinity } = {},
): Promise<number> {
  // Every attempt is as this one until its moment.
  const undisturbed = await run({ write: 0, when: 'before' });
  const same: readonly Between[] = killed ? ['nothing', 'reads'] : ['nothing'];
  let moments = 0;
  for (let write = 1; write <= last; write += 1)
    for (const when of ['before', 'after'] as const) {
      if (when === 'before' && write > 1 && same.includes(undisturbed.before(write))) continue;
      const attempt = await run({ write, when });
      if (write > attempt.writes()) return moments;
      moments += 1;
    }
  return moments;
}
