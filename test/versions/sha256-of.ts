import { createHash } from 'node:crypto';
import type { Store } from '../../activities/storage/store.ts';

/** Digest of an object; of nothing where it is not there. */
export async function sha256Of(store: Store, key: string): Promise<string> {
  return createHash('sha256')
    .update((await store.getBytes(key)) ?? '')
    .digest('hex');
}
