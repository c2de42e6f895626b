import { expect, onTestFinished, test, vi } from 'vitest';
import { join } from 'node:path';
import { startS3 } from '../../infra/servers/s3.ts';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from '../survival/failure.ts';
import { questions } from '../survival/questions.ts';

test('a bucket that is not there ends the build with one clear error, as store and as input', async () => {
  const foundry = await openFoundry({ mistakes: 0 });
  const s3 = await startS3({ dataDir: join(foundry.folder, 's3') });
  onTestFinished(() => s3.stop());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('AWS_ACCESS_KEY_ID', s3.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', s3.secretAccessKey);
  vi.stubEnv('AWS_ENDPOINT_URL', s3.endpoint);
  const config = await questions(foundry, 20);

  const store = { uri: 's3://no-such-bucket/tunesmith', endpointUrl: s3.endpoint };
  const noStore = await failureOf(foundry.build({ ...config, store }));
  expect(noStore).toMatchObject({ type: 'StoreUnavailable', nonRetryable: true });
  expect(noStore.message).toMatch(
    /^s3:\/\/no-such-bucket\/tunesmith cannot be used: there is no bucket "no-such-bucket"/,
  );

  const table = { files: ['s3://no-such-bucket/questions.jsonl'] };
  const noInput = await failureOf(foundry.build({ ...config, table }));
  expect(noInput).toMatchObject({ type: 'CorpusUnreadable', nonRetryable: true });
  expect(noInput.message).toMatch(/s3:\/\/no-such-bucket\/questions\.jsonl: .*bucket/);
  expect(foundry.standin.stats().answered).toBe(0);
});
