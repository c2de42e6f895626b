import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Written } from '../store.ts';
import type { Bucket } from './bucket.ts';
import { encryptionOf, objectAt } from './bucket.ts';
import { endpointOf } from './endpoint.ts';
import { isMissing, statusOf } from './fault.ts';

const MiB = 1024 ** 2;
/** Files up to this size go in one request; larger ones in parts of at least this size. */
const partSize = 8 * MiB;
/** Parts held in memory and in flight at a time. */
const partsAtOnce = 3;
/** S3's limit. */
const maxParts = 10_000;
/** How often a put is tried that met another writer of the same key at the same instant. */
const conflictTries = 5;

/** What a service makes of a put on the condition that the key is free. */
export type ConditionalPuts = 'kept' | 'refused' | 'ignored';

/** Sends an object if its key is free, by a conditional put where the service keeps to it. */
export class Uploader {
  readonly #bucket: Bucket;
  #conditional = true;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  putBytes(key: string, bytes: Uint8Array): Promise<Written> {
    return this.#once(key, (condition) => this.send(key, bytes, condition));
  }

  /**
   * Tries with an object of its own what the service makes of conditional puts: words of a refusal differ, and some
   * services take the condition and write all the same. Where it does not keep to them, that is told once.
   */
  async probe(): Promise<ConditionalPuts> {
    const key = `probe-${randomUUID()}`;
    try {
      const found = await this.#tried(key);
      if (found !== 'kept') this.#withoutConditions(found);
      return found;
    } finally {
      await this.#bucket.client
        .send(new DeleteObjectCommand(objectAt(this.#bucket, key)))
        .catch(() => undefined);
    }
  }

  async #tried(key: string): Promise<ConditionalPuts> {
    const bytes = Buffer.from('Whether conditional puts are kept was tried here.');
    try {
      await this.send(key, bytes, { IfNoneMatch: '*' });
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      // Whatever it says: where the same put without a condition is taken, it is the condition that it refuses.
      await this.send(key, bytes);
      return 'refused';
    }
    try {
      await this.send(key, bytes, { IfNoneMatch: '*' });
      return 'ignored';
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      return 'kept';
    }
  }

  async putFile(key: string, path: string): Promise<Written> {
    const { size } = await stat(path);
    if (size <= partSize) return this.putBytes(key, await readFile(path));
    return this.#once(key, (condition) => this.#sendParts(key, path, size, condition));
  }

  /** One request, with no condition if none is given. */
  async send(key: string, bytes: Uint8Array, condition: Condition = {}): Promise<void> {
    const bucket = this.#bucket;
    await bucket.client.send(
      new PutObjectCommand({ ...objectAt(bucket, key), ...encryptionOf(bucket), ...condition, Body: bytes }),
    );
  }

  async has(key: string): Promise<boolean> {
    try {
      await this.#bucket.client.send(new HeadObjectCommand(objectAt(this.#bucket, key)));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** The parts become an object only when the last request, which bears the condition, succeeds. */
  async #sendParts(key: string, path: string, size: number, condition: Condition): Promise<void> {
    const bucket = this.#bucket;
    const upload = new Upload({
      client: bucket.client,
      params: {
        ...objectAt(bucket, key),
        ...encryptionOf(bucket),
        ...condition,
        Body: createReadStream(path, { highWaterMark: MiB }),
      },
      partSize: Math.max(partSize, Math.ceil(size / maxParts)),
      queueSize: partsAtOnce,
    });
    await upload.done();
  }

  async #once(key: string, send: (condition: Condition) => Promise<void>): Promise<Written> {
    for (let tries = 1; this.#conditional; tries += 1) {
      try {
        await send({ IfNoneMatch: '*' });
        return 'written';
      } catch (error) {
        if (isTaken(error)) return 'exists';
        if (isUnsupported(error)) this.#withoutConditions('refused');
        else if (statusOf(error) !== 409 || tries >= conflictTries) throw error;
      }
    }
    if (await this.has(key)) return 'exists';
    await send({});
    return 'written';
  }

  #withoutConditions(found: 'refused' | 'ignored'): void {
    if (!this.#conditional) return;
    this.#conditional = false;
    this.#bucket.log(
      `${this.#bucket.config.uri}: the service ${endpointOf(this.#bucket.config) ?? 'AWS'} ` +
        `${found === 'refused' ? 'does not support' : 'ignores the condition of'} conditional puts (If-None-Match). Tunesmith looks ` +
        'before it writes instead; of two writers of one object at the same instant, the last stays.',
    );
  }
}

type Condition = { readonly IfNoneMatch?: '*' };

/** Another object has the key; some services say it as if of a read. */
function isTaken(error: unknown): boolean {
  const status = statusOf(error);
  return status === 412 || status === 304;
}

function isUnsupported(error: unknown): boolean {
  const status = statusOf(error);
  if (status === 501) return true;
  return (
    status === 400 &&
    error instanceof Error &&
    /NotImplemented|If-None-Match/i.test(`${error.name} ${error.message}`)
  );
}
