import { expect, test } from 'vitest';
import { EndpointRefused, preflight } from '../../activities/inference/index.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { asking, rejection } from './asking.ts';
import { scriptedEndpoint, type Script } from './scripted-endpoint.ts';

const KEY = 'sk-"very"/secret';
const env = { MAIN_KEY: KEY };

/** Says the key back, as some servers do. */
const gossip =
  (status: number): Script =>
  ({ headers }, reply) =>
    reply.error(status, { message: `Incorrect API key provided: ${headers.authorization}` });

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join('\n');
}

test.each([401, 403, 400, 404, 402])(
  'HTTP %i that repeats the key: the error names the variable only',
  async (status) => {
    const server = await scriptedEndpoint(gossip(status));
    const { ask, state } = asking({ urls: [server.baseUrl], apiKeyEnv: 'MAIN_KEY' }, env);
    const error = await rejection(ask('row'));
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(everythingIn(error)).not.toContain('very');
    expect(everythingIn(error)).toContain('MAIN_KEY');
    expect(JSON.stringify(state())).not.toContain('very');
  },
);

test('a passing fault that repeats the key keeps it out of the states', async () => {
  const server = await scriptedEndpoint(gossip(500));
  const { ask, state } = asking({ urls: [server.baseUrl], apiKeyEnv: 'MAIN_KEY' }, env);
  const answer = ask('row');
  await expect.poll(() => state().lastFault).toContain('[MAIN_KEY]');
  expect(JSON.stringify(state())).not.toContain('very');
  server.script = (_, reply) => reply.text();
  await answer;
});

test('preflight keeps it out of its findings', async () => {
  const server = await scriptedEndpoint(gossip(401));
  const endpoint = EndpointSchema.parse({ urls: [server.baseUrl], apiKeyEnv: 'MAIN_KEY' });
  const findings = await preflight('main', endpoint, [{ role: 'judge', model: 'm', api: 'chat' }], env);
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain('very');
});

test('a key that is not set, or that no header takes, is refused before anything is sent', async () => {
  const server = await scriptedEndpoint();
  const config = { urls: [server.baseUrl], apiKeyEnv: 'MAIN_KEY' };
  const unset = await rejection(asking(config).ask('row'));
  expect(unset).toBeInstanceOf(EndpointRefused);
  expect(String(unset)).toContain('MAIN_KEY is not set');
  const broken = await rejection(asking(config, { MAIN_KEY: 'very\nsecret' }).ask('row'));
  expect(broken).toBeInstanceOf(EndpointRefused);
  expect(everythingIn(broken)).not.toContain('very');
  expect(server.seen).toHaveLength(0);
});

test('without apiKeyEnv no Authorization is sent, whatever the environment holds', async () => {
  const server = await scriptedEndpoint();
  await asking({ urls: [server.baseUrl] }, { OPENAI_API_KEY: 'sk-other' }).ask('row');
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
});
