import type { Store } from '../../activities/storage/store.ts';

/** A store of which some methods are replaced. */
export function storeWith(store: Store, replaced: Partial<Omit<Store, 'uri'>>): Store {
  return {
    uri: store.uri,
    fetch: (key, hold) => store.fetch(key, hold),
    putFile: (key, path) => store.putFile(key, path),
    putBytes: (key, bytes) => store.putBytes(key, bytes),
    replace: (key, bytes) => store.replace(key, bytes),
    getBytes: (key) => store.getBytes(key),
    has: (key) => store.has(key),
    list: (prefix) => store.list(prefix),
    remove: (key) => store.remove(key),
    forget: (key) => store.forget(key),
    locate: (key) => store.locate(key),
    ...replaced,
  };
}
