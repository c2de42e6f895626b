import { createServer } from 'node:net';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { s3Client } from '../../activities/storage/s3/client.ts';
import { explained } from '../../activities/storage/s3/fault.ts';
import { StoreUnavailable } from '../../activities/storage/store-unavailable.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { rejection } from '../inference/asking.ts';

/** A service that takes connections and says `words` to each request, and then nothing. */
async function silent(words: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(words));
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

test.each([
  ['before its answer', ''],
  [
    'in the middle of its answer',
    'HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 999\r\n\r\n<?xml',
  ],
])('a service that goes silent %s is given up, and may come back by itself', async (_, words) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const endpointUrl = await silent(words);
  const config = StoreSchema.parse({ uri: 's3://bucket', endpointUrl });
  const client = s3Client(config, 50);
  onTestFinished(() => client.destroy());
  const error = await rejection(client.send(new ListObjectsV2Command({ Bucket: 'bucket' })));
  const told = explained({ client, name: 'bucket', prefix: '', config, log: () => undefined }, error);
  expect(told).toBeInstanceOf(StoreUnavailable);
  expect(told).toMatchObject({ permanent: false });
  expect(String(told)).toContain(`${endpointUrl} does not answer`);
});
