import { expect, it } from 'vitest';
import { z } from 'zod';
import { s3AddressOf, StoreSchema } from '../../schemas/build/store.ts';

it.each([
  ['out', { uri: 'out' }],
  ['out/', { uri: 'out' }],
  ['/', { uri: '/' }],
  ['s3://my-bucket/a/b/', { uri: 's3://my-bucket/a/b' }],
  [
    { uri: 's3://my-bucket', region: 'eu-west-1' },
    { uri: 's3://my-bucket', region: 'eu-west-1' },
  ],
])('reads %j', (input, store) => expect(StoreSchema.parse(input)).toEqual(store));

it.each([
  ['', 'must be a folder or s3://bucket/prefix'],
  ['gs://bucket/x', 'other schemes are not supported'],
  ['s3://Bucket_/x', 'valid bucket name'],
  ['s3://bucket/a/../b', 'must not have'],
  [{ uri: 'out', region: 'x' }, 'out is a folder'],
  [{ uri: 's3://bucket', accessKeyId: 'x' }, 'accessKeyId'],
  [{ uri: 's3://bucket', endpointUrl: 'http://key:secret@host' }, 'must not hold credentials'],
  [3, 'must be a folder, s3://bucket/prefix, or an object'],
])('refuses %j', (input, message) => {
  const result = StoreSchema.safeParse(input);
  expect(result.success ? '' : z.prettifyError(result.error)).toContain(message);
});

it('does not repeat a key that was pasted into the address', () => {
  const result = StoreSchema.safeParse('s3://AKIA:topsecret@bucket/x');
  expect(result.success ? '' : z.prettifyError(result.error)).not.toContain('topsecret');
});

it('splits an address', () => {
  expect(s3AddressOf('s3://bucket/a/b')).toEqual({ bucket: 'bucket', prefix: 'a/b' });
  expect(s3AddressOf('s3://bucket')).toEqual({ bucket: 'bucket', prefix: '' });
  expect(s3AddressOf('out')).toBeUndefined();
});
