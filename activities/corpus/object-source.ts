import type { Readable } from 'node:stream';

export interface ObjectEntry {
  /** s3://bucket/key */
  readonly uri: string;
  readonly bytes: number;
  readonly etag: string;
}

/** What reading a corpus needs of an object store. Both throw CorpusUnreadable. */
export interface ObjectSource {
  /** Objects whose key begins with the URI's, in the order of their keys. */
  list(uri: string): Promise<ObjectEntry[]>;
  open(uri: string): Promise<Readable>;
}

/** Made when the first s3:// URI is met, so that local corpora need neither credentials nor the SDK. */
export type ObjectSourceFactory = () => ObjectSource | Promise<ObjectSource>;

export function isObjectUri(path: string): boolean {
  return path.startsWith('s3://');
}
