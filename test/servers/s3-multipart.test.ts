import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Bucket, s3ForTest } from './s3-for-test.ts';

const MEBIBYTE = 1024 * 1024;

test('an object is uploaded in parts and read back byte for byte', async () => {
  const client = await s3ForTest();
  const body = randomBytes(12 * MEBIBYTE + 1);
  const upload = new Upload({
    client,
    params: { Bucket, Key: 'table.parquet', Body: body },
    partSize: 5 * MEBIBYTE,
  });
  const { ETag } = await upload.done();
  expect(ETag).toMatch(/-3"$/);
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'table.parquet' }));
  const read = (await Body?.transformToByteArray()) ?? new Uint8Array();
  expect(digest(read)).toBe(digest(body));
});

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
