import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { startS3 } from '../../infra/servers/s3.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const Bucket = 'datasets';

/** A client of an S3 server that has one empty bucket and is stopped when the running test has ended. */
export async function s3ForTest(): Promise<S3Client> {
  const server = await startS3({ dataDir: temporaryFolder() });
  onTestFinished(() => server.stop());
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  await client.send(new CreateBucketCommand({ Bucket }));
  return client;
}
