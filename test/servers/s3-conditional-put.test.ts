import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Bucket, s3ForTest } from './s3-for-test.ts';

const Key = 'datasets/magpie/CURRENT';

test('If-None-Match: * writes an absent object and refuses a present one', async () => {
  const s3 = await s3ForTest();
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'first', IfNoneMatch: '*' }));
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key, Body: 'second', IfNoneMatch: '*' })),
  ).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe('first');
});

test('If-Match replaces only the version that was read', async () => {
  const s3 = await s3ForTest();
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'v1' }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'v2', IfMatch: ETag }));
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key, Body: 'v3', IfMatch: ETag })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
});
