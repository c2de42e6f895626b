import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { freePort } from '../../infra/servers/free-port.ts';
import { standBetween } from './between.ts';
import { keysOf, place } from './places.ts';

const s3 = place('s3');
const refusal =
  '<Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not implemented</Message></Error>';

it.each([
  [501, refusal],
  [400, '<Error><Code>InvalidRequest</Code><Message>A header is not allowed</Message></Error>'],
  [403, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>'],
])('without conditional puts (%i), looks before it writes, and says so once', async (status, body) => {
  const between = await standBetween(s3.endpoint(), ({ headers }) =>
    headers['if-none-match'] === undefined ? undefined : { status, body },
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

it('looks before it writes where the condition of a put is ignored, and says so', async () => {
  const between = await standBetween(s3.endpoint(), ({ headers }) =>
    headers['if-none-match'] === undefined ? undefined : { status: 200, body: '' },
  );
  const lines: string[] = [];
  const store = await s3.open({ ...s3.config(), endpointUrl: between.url }, (line) => lines.push(line));
  expect(lines).toEqual([
    expect.stringContaining(`${between.url} ignores the condition of conditional puts`),
  ]);
  expect(await store.putBytes('a', 'first')).toBe('written');
  expect(await store.putBytes('a', 'second')).toBe('exists');
  expect(await keysOf(store)).toEqual(['a']);
  between.stop();
});

it('finds its service where AWS_ENDPOINT_URL says, and names it where there is none', async () => {
  const { uri } = s3.config();
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) {
    vi.stubEnv(name, s3.endpoint());
    expect(await (await s3.open({ uri })).putBytes(name, 'x')).toBe('written');
    const nothing = `http://127.0.0.1:${String(await freePort())}`;
    vi.stubEnv(name, nothing);
    await expect(s3.open({ uri })).rejects.toThrow(`${nothing} does not answer`);
    vi.unstubAllEnvs();
  }
}, 120_000);

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
  // The first four are of the probe.
  expect(asked.slice(4)).toEqual(['aws:kms', 'key-1', 'aws:kms', 'key-1']);
  between.stop();
});
