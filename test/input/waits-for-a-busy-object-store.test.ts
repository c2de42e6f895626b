import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startS3 } from '../../infra/servers/s3.ts';
import { openFoundry } from '../builds/foundry.ts';
import { standBetween } from '../storage/between.ts';
import { questions } from '../survival/questions.ts';

test('an object store that is overloaded for a while delays the reading of the input and does not end the build', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const s3 = await startS3({ dataDir: join(foundry.folder, 's3') });
  onTestFinished(() => s3.stop());
  let refused = 0;
  const between = await standBetween(s3.endpoint, () => {
    if (refused === 8) return undefined;
    refused += 1;
    return {
      status: 503,
      body: '<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>',
    };
  });
  onTestFinished(() => between.stop());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('AWS_ACCESS_KEY_ID', s3.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.secretAccessKey);
  vi.stubEnv('AWS_ENDPOINT_URL', between.url);
  const client = new S3Client({ endpoint: s3.endpoint, region: s3.region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'input' }));
  await client.send(
    new PutObjectCommand({ Bucket: 'input', Key: 'questions.jsonl', Body: '{"number": 1}\n{"number": 2}\n' }),
  );
  client.destroy();

  const config = await questions(foundry, 0);
  const dataset = await foundry.build({ ...config, table: { files: ['s3://input/questions.jsonl'] } });
  expect(dataset.rows).toBe(2);
  expect(refused).toBe(8);
});
