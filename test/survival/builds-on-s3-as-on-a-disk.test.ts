import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import { startS3 } from '../../infra/servers/s3.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import { openFoundry } from '../builds/foundry.ts';
import { questions } from './questions.ts';

test('a build with its store in S3 gives the very dataset that one on a disk gives, and asks nothing twice', async () => {
  const rows = 200;
  const foundry = await openFoundry({ mistakes: 0 });
  const s3 = await startS3({ dataDir: join(foundry.folder, 's3') });
  onTestFinished(() => s3.stop());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('AWS_ACCESS_KEY_ID', s3.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.secretAccessKey);
  const client = new S3Client({ endpoint: s3.endpoint, region: s3.region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'datasets' }));
  client.destroy();

  const config = await questions(foundry, rows);
  const inBucket = StoreSchema.parse({ uri: 's3://datasets/some/prefix', endpointUrl: s3.endpoint });
  const remote = await foundry.build({ ...config, store: inBucket });
  expect(remote).toMatchObject({ version: 1, rows, unchanged: false });
  expect(remote.location).toBe('s3://datasets/some/prefix/datasets/answers/v1');

  foundry.standin.resetStats();
  expect(await foundry.build({ ...config, store: inBucket })).toMatchObject({
    version: 1,
    rows,
    unchanged: true,
  });
  expect(foundry.standin.stats().answered).toBe(0);

  await foundry.build(config);
  const local = await openStore(StoreSchema.parse(foundry.store), {
    cacheDir: join(foundry.folder, 'cache'),
  });
  const bucket = await openStore(inBucket, { cacheDir: join(foundry.folder, 'cache') });
  expect(await tablesAndDatasets(bucket)).toEqual(await tablesAndDatasets(local));
  const file = 'datasets/answers/v1/prompt-completion.jsonl';
  expect(await textOf(bucket, file)).toBe(await textOf(local, file));
});

async function tablesAndDatasets(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for (const prefix of ['tables/', 'datasets/'])
    for await (const { key } of store.list(prefix)) keys.push(withoutAttempt(key));
  return keys.sort();
}

/** Files of tables have names of their attempt's own. */
function withoutAttempt(key: string): string {
  return key.replace(/-[0-9a-f]{16}(?=\.)/, '');
}

async function textOf(store: Store, key: string): Promise<string> {
  return Buffer.from((await store.getBytes(key)) ?? []).toString('utf8');
}
