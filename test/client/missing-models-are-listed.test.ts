import { expect, it, onTestFinished } from 'vitest';
import { startStandin } from '../../infra/standin/server.ts';
import { complaints, generateConfig } from './config-file.ts';

const bare = generateConfig('', 'model: {}').replace(/^endpoints:.*\n/m, '');

it('a role without a model is told which models its endpoint offers', async () => {
  const server = await startStandin({ models: ['small', 'large'], apiKey: 'k' });
  onTestFinished(() => server.close());
  const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'k' };
  expect(await complaints(bare, { env })).toEqual([
    'c.yaml:5: roles.model.model: is missing; name one here or in OPENAI_MODEL; the endpoint offers small, large',
  ]);
});

it('says so when the endpoint does not tell', async () => {
  const server = await startStandin();
  await server.close();
  expect(await complaints(bare, { env: { OPENAI_BASE_URL: server.baseUrl } })).toEqual([
    'c.yaml:5: roles.model.model: is missing; name one here or in OPENAI_MODEL (the endpoint did not list its models)',
  ]);
});
