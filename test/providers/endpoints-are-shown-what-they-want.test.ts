import { expect, test } from 'vitest';
import { EndpointRefused, preflight, roleToCheck } from '../../activities/inference/index.ts';
import { secretsIn } from '../../schemas/secrets.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import { asking, question, rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';

const env = { AZURE_KEY: 'k3y-0f-azure', TEAM: 'team-tides', TOKEN: 'Bearer t0ken-0f-gateway' };

test('the key goes into the header that the config names, as it is', async () => {
  const server = await scriptedEndpoint();
  await asking({ urls: [server.baseUrl], apiKeyEnv: 'AZURE_KEY', apiKeyHeader: 'api-key' }, env).ask('row');
  expect(server.seen[0]?.headers).toMatchObject({ 'api-key': 'k3y-0f-azure' });
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
});

test('further headers hold what their variables hold', async () => {
  const server = await scriptedEndpoint();
  const headers = { 'X-Team': 'TEAM', Authorization: 'TOKEN' };
  await asking({ urls: [server.baseUrl], apiKeyEnv: 'AZURE_KEY', apiKeyHeader: 'api-key', headers }, env).ask(
    'row',
  );
  expect(server.seen[0]?.headers).toMatchObject({
    'x-team': 'team-tides',
    authorization: 'Bearer t0ken-0f-gateway',
    'api-key': 'k3y-0f-azure',
  });
});

test('a header whose variable is not set is told before anything is sent', async () => {
  const server = await scriptedEndpoint();
  const error = await rejection(asking({ urls: [server.baseUrl], headers: { 'X-Team': 'TEAM' } }).ask('row'));
  expect(error).toBeInstanceOf(EndpointRefused);
  expect(String(error)).toContain('its header X-Team is missing: the environment variable TEAM is not set');
  expect(server.seen).toEqual([]);
});

test('what a header holds is in no message', async () => {
  const server = await scriptedEndpoint(({ headers }, reply) =>
    reply.error(400, { message: `who is ${JSON.stringify(headers)}` }),
  );
  const headers = { 'X-Team': 'TEAM', Authorization: 'TOKEN' };
  const error = await rejection(asking({ urls: [server.baseUrl], headers }, env).ask('row'));
  expect(String(error)).toContain('[TEAM]');
  expect(String(error)).not.toMatch(/team-tides|t0ken-0f-gateway/);
});

test('parameters of the endpoint and of the URL itself are in every request', async () => {
  const server = await scriptedEndpoint(({ path }, reply) =>
    path.includes('/models') ? reply.error(404, { message: 'Not Found' }) : reply.text(),
  );
  const config = { urls: [`${server.baseUrl}/?project=p1`], query: { 'api-version': '2024-10-21' } };
  await asking(config).ask('row');
  await asking(config).ask(question('row', { api: 'completion', maxTokens: 3 }));
  const role = RoleSchema.parse({ endpoint: 'main', model: 'm' });
  expect(await preflight('main', EndpointSchema.parse(config), [roleToCheck('judge', role)])).toEqual([]);
  expect(server.seen.map(({ path }) => path)).toEqual(
    ['chat/completions', 'completions', 'models', 'chat/completions'].map(
      (page) => `/v1/${page}?project=p1&api-version=2024-10-21`,
    ),
  );
});

const host = 'https://host/v1';
test.each([
  ['a header’s value', { urls: [host], headers: { 'X-Team': 'sk-abcdefgh1234567890abcd' } }],
  ['a header’s scheme', { urls: [host], headers: { Authorization: 'Bearer abc' } }],
  ['a key as a parameter', { urls: [host], query: { key: 'abc' } }],
  ['a random parameter', { urls: [host], query: { id: 'a1b2c3d4e5f6a7b8c9d0' } }],
  ['a key in the URL', { urls: [`${host}?api_key=abc`] }],
  ['a random value in the URL', { urls: [`${host}?x=a1b2c3d4e5f6a7b8c9d0`] }],
  ['a fragment', { urls: [`${host}#abc`] }],
])('%s is refused and not shown', (_, endpoint) => {
  const found = secretsIn({ endpoints: { main: endpoint } });
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).not.toMatch(/abc|a1b2/);
  expect(EndpointSchema.safeParse(endpoint).success).toBe(false);
});

test('names of variables, versions and projects are no secrets', () => {
  const endpoint = {
    urls: [`${host}?project=tides&api-version=2024-10-21-preview`],
    headers: { 'X-Api-Key': 'GATEWAY_KEY', Authorization: 'GATEWAY_TOKEN' },
    apiKeyEnv: 'AZURE_KEY',
    apiKeyHeader: 'api-key',
    query: { 'api-version': '2024-10-21', 'max-results': 5 },
  };
  expect(secretsIn({ endpoints: { main: endpoint } })).toEqual([]);
  expect(EndpointSchema.parse(endpoint)).toMatchObject({ query: { 'max-results': '5' } });
});
