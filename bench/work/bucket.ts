import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startS3, type S3Server } from '../../infra/servers/s3.ts';
import type { Workshop } from './workshop.ts';

const name = 'tunesmith-bench';

export interface Bucket {
  readonly server: S3Server;
  /** A store in the bucket, as a config has it. */
  store(prefix: string): unknown;
  /** What a worker needs in its environment. */
  readonly env: Record<string, string>;
}

/** An S3 server of the workshop's own with one bucket. */
export async function openBucket(workshop: Workshop): Promise<Bucket> {
  const server = await startS3({ dataDir: workshop.place('s3') });
  workshop.atEnd(() => server.stop());
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  client.destroy();
  return {
    server,
    store: (prefix) => ({ uri: `s3://${name}/${prefix}`, endpointUrl: endpoint, region }),
    env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  };
}
