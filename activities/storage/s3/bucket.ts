import type { S3Client } from '@aws-sdk/client-s3';
import type { StoreConfig } from '../../../schemas/build/store.ts';
import { checkKey } from '../key.ts';

/** Where in S3 a store lies, and how it talks to it. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  /** Empty, or ending in a slash. */
  readonly prefix: string;
  readonly config: StoreConfig;
  readonly log: (line: string) => void;
}

/** The object that a store's key names, as every S3 command takes it. */
export function objectAt(bucket: Bucket, key: string): { Bucket: string; Key: string } {
  checkKey(key);
  return { Bucket: bucket.name, Key: bucket.prefix + key };
}

/** Headers for encryption at rest, where the config asks for it. */
export function encryptionOf(bucket: Bucket) {
  const { sse } = bucket.config;
  if (sse === undefined) return {};
  return {
    ServerSideEncryption: sse.algorithm,
    ...(sse.kmsKeyId === undefined ? {} : { SSEKMSKeyId: sse.kmsKeyId }),
  };
}
