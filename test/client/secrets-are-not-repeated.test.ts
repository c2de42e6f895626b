import { expect, it } from 'vitest';
import { complaints, generateConfig } from './config-file.ts';

const secret = 'sk-proj-abcdef1234567890';

it.each([
  ['as apiKeyEnv', `endpoints: { default: { urls: [http://h/v1], apiKeyEnv: ${secret} } }`],
  ['as apiKey', `endpoints: { default: { urls: [http://h/v1], apiKey: ${secret} } }`],
  ['in a URL', `endpoints: { default: { urls: ['ftp://user:${secret}@h/v1'] } }`],
  ['in a store', `store: 'https://user:${secret}@bucket/x'`],
])('a key written %s is not printed', async (_, line) => {
  const lines = await complaints(
    generateConfig(line).replace(/^endpoints:.*8000.*\n/m, line.startsWith('store') ? '$&' : ''),
  );
  expect(lines.join('\n')).not.toContain(secret);
  expect(lines.join('\n')).toMatch(/endpoints\.default|store/);
});

it('tells where keys go instead', async () => {
  const config = generateConfig().replace('/v1] }', `/v1], apiKey: ${secret} }`);
  expect(await complaints(config)).toEqual([
    'c.yaml:3: endpoints.default.apiKey: keys are never written here; name the environment variable that holds it: apiKeyEnv',
  ]);
});
