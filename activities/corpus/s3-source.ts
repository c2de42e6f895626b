import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { StoreConfig } from '../../schemas/build/store.ts';
import type { ObjectEntry, ObjectSource, ObjectSourceFactory } from './object-source.ts';
import { s3Client } from '../storage/s3/client.ts';
import { endpointOf, type S3Settings } from '../storage/s3/endpoint.ts';
import { s3Unreadable } from './s3-unreadable.ts';

/** A reader that has other things to do lets the connection rest; after this long it is the server that hangs. */
const silentMs = 10 * 60_000;

/**
 * Objects of S3 or any server that speaks it. Endpoint and region are the store's where a build has one in S3, and else
 * found as all AWS tools find them (AWS_ENDPOINT_URL, AWS_REGION, AWS_PROFILE, ...), as credentials always are.
 */
export function openS3Source(settings: S3Settings = {}, more: S3ClientConfig = {}): ObjectSource {
  const client = s3Client(settings, silentMs, more);
  const asked = endpointOf(settings) ?? 'AWS';
  return {
    list: (uri) => listed(client, uri, asked),
    open: (uri) => opened(client, uri, asked),
  };
}

/** The objects of a build's inputs, by one client that is made when it is needed. */
export function objectsBeside(store: StoreConfig): ObjectSourceFactory {
  let source: ObjectSource | undefined;
  return () => (source ??= openS3Source(store));
}

async function listed(client: S3Client, uri: string, asked: string): Promise<ObjectEntry[]> {
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
    throw s3Unreadable(uri, error, asked);
  }
  return entries;
}

async function opened(client: S3Client, uri: string, asked: string): Promise<Readable> {
  const { bucket, key } = partsOf(uri);
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body instanceof Readable ? Body : Readable.from([]);
  } catch (error) {
    throw s3Unreadable(uri, error, asked);
  }
}

function partsOf(uri: string): { bucket: string; key: string } {
  const [bucket = '', ...key] = uri.slice('s3://'.length).split('/');
  return { bucket, key: key.join('/') };
}
