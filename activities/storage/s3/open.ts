import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { StoreConfig } from '../../../schemas/build/store.ts';
import type { StoreOptions } from '../store.ts';
import type { Bucket } from './bucket.ts';
import { Cache } from './cache.ts';
import { s3Client } from './client.ts';
import { endpointOf } from './endpoint.ts';
import { onBucket } from './fault.ts';
import { S3Store } from './store.ts';

const defaultCacheGiB = 10;

/** Opens a store in S3 and asks for one object's name, so that a wrong bucket or key is found before any work. */
export async function openS3Store(
  config: StoreConfig,
  address: { bucket: string; prefix: string },
  options: StoreOptions,
): Promise<S3Store> {
  const bucket: Bucket = {
    client: s3Client(config),
    name: address.bucket,
    prefix: address.prefix === '' ? '' : `${address.prefix}/`,
    config,
    log: options.log ?? (() => undefined),
  };
  await onBucket(bucket, () =>
    bucket.client.send(new ListObjectsV2Command({ Bucket: bucket.name, Prefix: bucket.prefix, MaxKeys: 1 })),
  );
  const cache = new Cache({
    folder: join(options.cacheDir, 's3'),
    origin: `${endpointOf(config) ?? 'aws'} ${config.uri}`,
    limit: (config.cacheGiB ?? defaultCacheGiB) * 1024 ** 3,
  });
  const store = new S3Store(bucket, await cache.open());
  return options.toRead === true ? store : store.probe();
}
