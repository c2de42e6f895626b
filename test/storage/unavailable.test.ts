import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../../activities/storage/store-unavailable.ts';
import { freePort } from '../../infra/servers/free-port.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { standBetween } from './between.ts';
import { bucket, place } from './places.ts';

describe('an S3 store that cannot be used says why', () => {
  const s3 = place('s3');
  const opening = (uri: string, endpointUrl = s3.endpoint()) =>
    s3.open(StoreSchema.parse({ uri, endpointUrl }));

  it('no such bucket', async () => {
    await expect(opening('s3://no-such-bucket/x')).rejects.toThrow(StoreUnavailable);
    await expect(opening('s3://no-such-bucket/x')).rejects.toThrow(
      /there is no bucket "no-such-bucket" at http:.*. Create it/,
    );
  });

  it('wrong key', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
    await expect(opening(`s3://${bucket}`)).rejects.toThrow(/refuses the AWS credentials as wrong/);
    vi.unstubAllEnvs();
  });

  it('no credentials', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('HOME', s3.folder());
    await expect(opening(`s3://${bucket}`)).rejects.toThrow(
      /no AWS credentials were found. Set AWS_ACCESS_KEY_ID/,
    );
    vi.unstubAllEnvs();
  });

  it('no permission', async () => {
    const between = await standBetween(s3.endpoint(), () => ({
      status: 403,
      body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>',
    }));
    await expect(opening(`s3://${bucket}`, between.url)).rejects.toThrow(/access denied.*s3:ListBucket/);
    between.stop();
  });

  it('another region', async () => {
    const between = await standBetween(s3.endpoint(), () => ({
      status: 400,
      body: '<Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting eu-west-1</Message></Error>',
    }));
    await expect(opening(`s3://${bucket}`, between.url)).rejects.toThrow(
      /in another region. Set the store's region/,
    );
    between.stop();
  });

  it('nobody at the address', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(opening(`s3://${bucket}`, url)).rejects.toThrow(`${url} does not answer (ECONNREFUSED)`);
  });
});

describe('a folder that cannot be used says why', () => {
  const local = place('local');

  it('a file in the way', async () => {
    const file = join(local.folder(), 'file');
    await writeFile(file, '');
    await expect(local.open(StoreSchema.parse(join(file, 'store')))).rejects.toThrow(
      /a part of the path is a file/,
    );
    const store = await local.open();
    await store.putBytes('a', '');
    await expect(store.putBytes('a/b', '')).rejects.toThrow(StoreUnavailable);
    expect(await store.has('a/b')).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('no permission (root is never refused)', async () => {
    const folder = join(local.folder(), 'closed');
    await mkdir(folder);
    await chmod(folder, 0o500);
    await expect(local.open(StoreSchema.parse(join(folder, 'store')))).rejects.toThrow(/permission denied/);
  });
});
