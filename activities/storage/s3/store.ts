import { rm } from 'node:fs/promises';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { onFile } from '../file-fault.ts';
import { checkKey, checkPrefix } from '../key.ts';
import { ObjectMissing } from '../object-missing.ts';
import type { Store, StoredObject, Written } from '../store.ts';
import type { Bucket } from './bucket.ts';
import { objectAt } from './bucket.ts';
import type { Cache } from './cache.ts';
import { download } from './download.ts';
import { explained, isMissing, onBucket } from './fault.ts';
import { Uploader } from './upload.ts';

/** A store in a bucket of S3 or a service that speaks its API. */
export class S3Store implements Store {
  readonly uri: string;
  readonly #bucket: Bucket;
  readonly #cache: Cache;
  readonly #uploader: Uploader;

  constructor(bucket: Bucket, cache: Cache) {
    this.uri = bucket.config.uri;
    this.#bucket = bucket;
    this.#cache = cache;
    this.#uploader = new Uploader(bucket);
  }

  /** Finds out, once, whether the service keeps to conditional puts; what it does not is told in the log. */
  async probe(): Promise<this> {
    await onBucket(this.#bucket, () => this.#uploader.probe());
    return this;
  }

  async fetch(key: string, hold?: string): Promise<string> {
    const place = this.locate(key);
    const bring = (path: string) => onBucket(this.#bucket, () => download(this.#bucket, key, path));
    try {
      return await onFile(this.#cache.folder, () => this.#cache.get(key, bring, hold));
    } catch (error) {
      throw isMissing(error) ? new ObjectMissing(key, place) : error;
    }
  }

  async putFile(key: string, path: string): Promise<Written> {
    checkKey(key);
    const written = await onBucket(this.#bucket, () => this.#uploader.putFile(key, path));
    // The next stage often runs in this process: what was just written need not be downloaded.
    if (written === 'written') await this.#cache.adopt(key, path);
    await rm(path, { force: true });
    return written;
  }

  putBytes(key: string, bytes: Uint8Array | string): Promise<Written> {
    return onBucket(this.#bucket, () => this.#uploader.putBytes(key, Buffer.from(bytes)));
  }

  getBytes(key: string): Promise<Uint8Array | undefined> {
    return onBucket(this.#bucket, async () => {
      try {
        const answer = await this.#bucket.client.send(new GetObjectCommand(objectAt(this.#bucket, key)));
        return await answer.Body?.transformToByteArray();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  replace(key: string, bytes: Uint8Array | string): Promise<void> {
    return onBucket(this.#bucket, () => this.#uploader.send(key, Buffer.from(bytes)));
  }

  has(key: string): Promise<boolean> {
    return onBucket(this.#bucket, () => this.#uploader.has(key));
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    checkPrefix(prefix);
    return this.#pages(prefix);
  }

  async remove(key: string): Promise<void> {
    await onBucket(this.#bucket, () =>
      this.#bucket.client.send(new DeleteObjectCommand(objectAt(this.#bucket, key))),
    );
    await this.#cache.forget(key);
  }

  forget(key: string): Promise<void> {
    return this.#cache.forget(key);
  }

  locate(key: string): string {
    const { Bucket: name, Key: path } = objectAt(this.#bucket, key);
    return `s3://${name}/${path}`;
  }

  async *#pages(prefix: string): AsyncGenerator<StoredObject> {
    const bucket = this.#bucket;
    let token: string | undefined;
    do {
      const page = await bucket.client
        .send(
          new ListObjectsV2Command({
            Bucket: bucket.name,
            Prefix: bucket.prefix + prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        )
        .catch((error: unknown) => {
          throw explained(bucket, error);
        });
      for (const { Key: path, Size: bytes, LastModified: at } of page.Contents ?? [])
        // A console's "folder" is an empty object with a slash at the end.
        if (path !== undefined && !path.endsWith('/'))
          yield {
            key: path.slice(bucket.prefix.length),
            bytes: bytes ?? 0,
            modifiedAt: at?.getTime() ?? Date.now(),
          };
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
}
