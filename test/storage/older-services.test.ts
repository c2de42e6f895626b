import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { standBetween } from './between.ts';
import { place } from './places.ts';

const s3 = place('s3');
const refusal =
  '<Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not implemented</Message></Error>';

it('without conditional puts, looks before it writes, and says so once', async () => {
  const between = await standBetween(s3.endpoint(), ({ headers }) =>
    headers['if-none-match'] === undefined ? undefined : { status: 501, body: refusal },
  );
  const lines: string[] = [];
  const store = await s3.open({ ...s3.config(), endpointUrl: between.url }, (line) => lines.push(line));
  expect(await store.putBytes('a', 'first')).toBe('written');
  expect(await store.putBytes('a', 'second')).toBe('exists');
  const file = join(s3.folder(), 'file');
  await writeFile(file, Buffer.alloc(20 * 1024 ** 2));
  expect(await store.putFile('b', file)).toBe('written');
  expect(Buffer.from((await store.getBytes('a')) ?? []).toString()).toBe('first');
  expect(lines).toEqual([expect.stringContaining('does not support conditional puts')]);
  between.stop();
});

it('gets over errors and broken connections in both directions', async () => {
  let [seen, broken] = [0, 0];
  const between = await standBetween(s3.endpoint(), ({ method, headers }) => {
    seen += 1;
    if (seen % 4 === 2)
      return { status: 503, body: '<Error><Code>SlowDown</Code><Message>slow</Message></Error>' };
    if (method === 'GET' && headers.range !== undefined && seen % 4 === 0) {
      broken += 1;
      return 'break';
    }
    return undefined;
  });
  const config = { ...s3.config(), endpointUrl: between.url };
  const bytes = Buffer.alloc(30 * 1024 ** 2, 'abcdefg');
  const file = join(s3.folder(), 'file');
  await writeFile(file, bytes);
  const store = await s3.open(config);
  expect(await store.putFile('a', file)).toBe('written');
  const empty = await openStore(config, { cacheDir: join(s3.folder(), 'another-cache') });
  expect((await readFile(await empty.fetch('a'))).equals(bytes)).toBe(true);
  expect(broken).toBeGreaterThan(0);
  between.stop();
});

it('asks for encryption where the config does', async () => {
  const asked: (string | string[] | undefined)[] = [];
  const between = await standBetween(s3.endpoint(), ({ method, headers }) => {
    if (method !== 'PUT') return undefined;
    asked.push(
      headers['x-amz-server-side-encryption'],
      headers['x-amz-server-side-encryption-aws-kms-key-id'],
    );
    return { status: 200, body: '' };
  });
  const sse = { algorithm: 'aws:kms', kmsKeyId: 'key-1' } as const;
  const store = await s3.open({ ...s3.config(), endpointUrl: between.url, sse });
  await store.putBytes('a', 'x');
  await store.replace('a', 'x');
  expect(asked).toEqual(['aws:kms', 'key-1', 'aws:kms', 'key-1']);
  between.stop();
});
