import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';
import { objectAt } from './bucket.ts';
import { statusOf } from './fault.ts';

/** Bytes of one ranged request. */
const partSize = 8 * 1024 ** 2;
/** Ranges of one object in flight at a time. */
const partsAtOnce = 4;
/** How often one range is asked for when its connection breaks in the middle. */
const rangeTries = 4;

/** Downloads an object to a new file: the first range tells the size, the others follow in parallel. */
export async function download(bucket: Bucket, key: string, path: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const first = await receive(bucket, key, file, 0);
    const size = first === undefined ? 0 : sizeOf(first);
    let next = partSize;
    const lane = async (): Promise<void> => {
      while (next < size) {
        const from = next;
        next += partSize;
        await receive(bucket, key, file, from, first?.ETag);
      }
    };
    await Promise.all(Array.from({ length: partsAtOnce }, lane));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes one range at its place; undefined for an object without bytes, which has no ranges. */
async function receive(
  bucket: Bucket,
  key: string,
  file: FileHandle,
  from: number,
  etag?: string,
): Promise<GetObjectCommandOutput | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await bucket.client.send(
        new GetObjectCommand({
          ...objectAt(bucket, key),
          Range: `bytes=${from}-${from + partSize - 1}`,
          ...(etag === undefined ? {} : { IfMatch: etag }),
        }),
      );
      await writeBody(answer, file, from);
      return answer;
    } catch (error) {
      if (from === 0 && statusOf(error) === 416) return undefined;
      // The SDK has tried again what failed before the answer began; here the body broke off.
      if (statusOf(error) !== undefined || tries >= rangeTries) throw error;
    }
  }
}

async function writeBody(answer: GetObjectCommandOutput, file: FileHandle, from: number): Promise<void> {
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  if (answer.ContentLength !== undefined && bytes.length !== answer.ContentLength)
    throw new Error(`the answer broke off after ${bytes.length} of ${answer.ContentLength} bytes`);
  let written = 0;
  while (written < bytes.length)
    written += (await file.write(bytes, written, bytes.length - written, from + written)).bytesWritten;
}

/** A service that ignores ranges sends the whole object at once. */
function sizeOf(answer: GetObjectCommandOutput): number {
  const total = answer.ContentRange?.split('/')[1];
  return total === undefined ? 0 : Number(total);
}
