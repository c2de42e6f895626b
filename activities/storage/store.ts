/**
 * Objects by key. A key is a relative, slash-separated name; one that could leave the store is refused with
 * `StoreKeyError`. An object is there completely or not at all, and is never changed once written (`replace`,
 * for pointers, is the exception). Failures of the store itself are `StoreUnavailable` and `StoreFull`.
 */
export interface Store {
  /** The folder's absolute path, or `s3://bucket/prefix`. */
  readonly uri: string;
  /**
   * Local path of a complete copy: the file itself in a local store, a cached download from S3. Read it, never write
   * it. Not for pointers: a cached copy is not checked again. With `hold`, a folder, the path stays valid until that
   * folder is removed, however much is downloaded meanwhile; without, for at least an hour.
   * Throws `ObjectMissing`.
   */
  fetch(key: string, hold?: string): Promise<string>;
  /** Moves a finished file into the store, unless the key is already there; `path` is gone afterwards either way. */
  putFile(key: string, path: string): Promise<Written>;
  putBytes(key: string, bytes: Uint8Array | string): Promise<Written>;
  /** The object as it is now, undefined if it is not there. */
  getBytes(key: string): Promise<Uint8Array | undefined>;
  /** Replaces a pointer atomically (datasets/<name>/latest.json): readers see the old bytes or the new ones. */
  replace(key: string, bytes: Uint8Array | string): Promise<void>;
  has(key: string): Promise<boolean>;
  /** Objects whose key begins with `prefix`, by key in byte order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes an object; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** Drops a downloaded copy that turned out not to be the object; the next `fetch` brings another. */
  forget(key: string): Promise<void>;
  /** A place that a person can open: absolute path or s3:// URI. */
  locate(key: string): string;
}

/** `exists`: another writer was first, and its object stays. */
export type Written = 'written' | 'exists';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since 1970, by the store's clock. */
  readonly modifiedAt: number;
}

/** How a store is opened. */
export interface StoreOptions {
  /** Folder for downloads from S3; may be shared by processes and stores. A local store does not use it. */
  readonly cacheDir: string;
  /** It is only looked into: a folder is not made, and may be on a read-only file system. @default false */
  readonly toRead?: boolean;
  /** Told what a person should know and what is no error, once each. @default nothing is told */
  readonly log?: (line: string) => void;
}
