import { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { ObjectEntry, ObjectSource } from './object-source.ts';
import { transport } from '../storage/s3/client.ts';
import { keepNodeNotice } from '../storage/s3/node-notice.ts';
import { s3Unreadable } from './s3-unreadable.ts';

/** A reader that has other things to do lets the connection rest; after this long it is the server that hangs. */
const silentMs = 10 * 60_000;

/**
 * Objects of S3 or any server that speaks it. Endpoint, region and credentials are found as all AWS tools find them
 * (AWS_ENDPOINT_URL, AWS_REGION, AWS_PROFILE, ...) unless `config` gives them. An endpoint of one's own is addressed
 * by path, since it seldom has a host name per bucket.
 */
export function openS3Source(config: S3ClientConfig = {}): ObjectSource {
  keepNodeNotice();
  const endpoint = config.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  const ownServer = endpoint !== undefined && endpoint !== '';
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const client = new S3Client({
    // A bucket in another region than the configured one is found, not refused.
    followRegionRedirects: true,
    requestHandler: transport(silentMs),
    ...(ownServer ? { forcePathStyle: true, region: region ?? 'us-east-1' } : {}),
    ...config,
  });
  return {
    list: (uri) => listed(client, uri),
    open: (uri) => opened(client, uri),
  };
}

async function listed(client: S3Client, uri: string): Promise<ObjectEntry[]> {
  const { bucket, key } = partsOf(uri);
  const entries: ObjectEntry[] = [];
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: key })) {
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        if (Key === undefined || Key.endsWith('/')) continue;
        entries.push({
          uri: `s3://${bucket}/${Key}`,
          bytes: Size ?? 0,
          etag: (ETag ?? '').replaceAll('"', ''),
        });
      }
    }
  } catch (error) {
    throw s3Unreadable(uri, error);
  }
  return entries;
}

async function opened(client: S3Client, uri: string): Promise<Readable> {
  const { bucket, key } = partsOf(uri);
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body instanceof Readable ? Body : Readable.from([]);
  } catch (error) {
    throw s3Unreadable(uri, error);
  }
}

function partsOf(uri: string): { bucket: string; key: string } {
  const [bucket = '', ...key] = uri.slice('s3://'.length).split('/');
  return { bucket, key: key.join('/') };
}
