import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Bucket, s3ForTest } from './s3-for-test.ts';

test('objects are written, listed by prefix, and read whole and in part', async () => {
  const s3 = await s3ForTest();
  await s3.send(new PutObjectCommand({ Bucket, Key: 'tables/a/part-0', Body: '0123456789' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'tables/b/part-0', Body: 'other' }));

  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'tables/a/' }));
  expect(listed.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['tables/a/part-0', 10]]);
  const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'tables/a/part-0', Range: 'bytes=2-4' }));
  expect(await part.Body?.transformToString()).toBe('234');
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
  });
});
