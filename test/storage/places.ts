import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import type { S3Server } from '../../infra/servers/s3.ts';
import { startS3 } from '../../infra/servers/s3.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import type { StoreConfig } from '../../schemas/build/store.ts';

/** A kind of store, for `describe.each`. Each `config` names a new, empty store. */
export interface Place {
  readonly kind: 'local' | 's3';
  config(): StoreConfig;
  open(config?: StoreConfig, log?: (line: string) => void): Promise<Store>;
  /** A folder of the test file's own. */
  folder(): string;
  /** Endpoint of the S3 server, for a test that stands in between. */
  endpoint(): string;
}

export const bucket = 'tunesmith-tests';

export function places(): Place[] {
  return [place('local'), place('s3')];
}

/** Sets up the folder, and the server where it is needed, around the tests of the file that calls it. */
export function place(kind: Place['kind']): Place {
  let folder = '';
  let server: S3Server | undefined;
  let stores = 0;
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const endpoint = (): string => server?.endpoint ?? 'http://127.0.0.1:1';
  const config = (): StoreConfig => {
    stores += 1;
    if (kind === 'local') return StoreSchema.parse(join(folder, `store-${stores}`));
    return StoreSchema.parse({ uri: `s3://${bucket}/store-${stores}`, endpointUrl: endpoint() });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunesmith-store-'));
    if (kind === 'local') return;
    server = await startS3({ dataDir: join(folder, 'server') });
    process.env['AWS_ACCESS_KEY_ID'] = server.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = server.secretAccessKey;
    const client = new S3Client({ endpoint: server.endpoint, region: server.region, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    kind,
    config,
    endpoint,
    folder: () => folder,
    open: (given = config(), log) =>
      openStore(given, { cacheDir: join(folder, `cache-${stores}`), ...(log === undefined ? {} : { log }) }),
  };
}

export async function keysOf(store: Store, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}
