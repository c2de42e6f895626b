import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openFoundry } from '../builds/foundry.ts';
import { failureOf } from './failure.ts';
import { questions } from './questions.ts';

test('a key that is missing or wrong, a model that is not served and an endpoint that is not there fail a build before it begins', async () => {
  const foundry = await openFoundry({ mistakes: 0, apiKey: 'right' }, true, {
    TEST_WRONG_KEY: 'wr0ng-s3cret',
    TEST_KEY: 'right',
  });
  const config = await questions(foundry, 20);
  const urls = [foundry.standin.baseUrl];
  const failing = async (change: Record<string, unknown>): Promise<string> => {
    const failure = await failureOf(foundry.build({ ...config, ...change }));
    expect(failure).toMatchObject({ type: 'EndpointsNotReady', nonRetryable: true });
    expect(failure.message).not.toContain('wr0ng-s3cret');
    return failure.message;
  };

  expect(await failing({ endpoints: { default: { urls } } })).toMatch(/without an API key.*401.*apiKeyEnv/s);
  expect(await failing({ endpoints: { default: { urls, apiKeyEnv: 'TEST_NO_KEY' } } })).toContain(
    'TEST_NO_KEY',
  );
  expect(await failing({ endpoints: { default: { urls, apiKeyEnv: 'TEST_WRONG_KEY' } } })).toMatch(
    /TEST_WRONG_KEY.*401/s,
  );
  const endpoints = { default: { urls, apiKeyEnv: 'TEST_KEY' } };
  const roles = { model: { endpoint: 'default', model: 'no-such-model' } };
  expect(await failing({ endpoints, roles })).toContain('"no-such-model"');
  expect(await failing({ endpoints: { default: { urls: ['http://127.0.0.1:9/v1'] } } })).toContain(
    'http://127.0.0.1:9/v1',
  );

  expect(foundry.standin.stats().answered).toBe(0);
  expect(await readdir(foundry.store)).not.toContain('tables');
  expect((await foundry.build({ ...config, endpoints })).rows).toBe(20);
});
